//! Texts that are longer than the model: several windows, each with a part of the text.

use std::ops::Range;

/// Cuts `pieces` word pieces into windows of at most `room`, each of which repeats the last `overlap` pieces of the one before
/// it: so whatever is no longer than the overlap lies whole in some window. An overlap of more than half the room is cut down
/// to that. There is always at least one window, if need be an empty one.
///
/// ```text
/// pieces     0 1 2 3 4 5 6 7 8 9        windows(10, 5, 2)
/// window 0   0 1 2 3 4
/// window 1         3 4 5 6 7
/// window 2               6 7 8 9
/// ```
// ANCHOR: windows
pub fn windows(pieces: usize, room: usize, overlap: usize) -> Vec<Range<usize>> {
    let room = room.max(1);
    let step = room - overlap.min(room / 2);
    let mut windows = Vec::new();
    let mut start = 0;
    loop {
        let end = (start + room).min(pieces);
        windows.push(start..end);
        if end == pieces {
            return windows;
        }
        start += step;
    }
}
// ANCHOR_END: windows

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    #[allow(clippy::single_range_in_vec_init, reason = "a list of one range is meant")]
    fn windows_overlap() {
        assert_eq!(windows(10, 5, 2), [0..5, 3..8, 6..10]);
        assert_eq!(windows(5, 5, 2), [0..5]);
        assert_eq!(windows(6, 5, 2), [0..5, 3..6]);
        assert_eq!(windows(4, 2, 9), [0..2, 1..3, 2..4], "an overlap of the whole room would never get on");
        assert_eq!(windows(0, 5, 2), [0..0]);
    }

    proptest! {
        #[test]
        fn every_short_span_is_whole_in_a_window(pieces in 1usize..80, room in 1usize..20, overlap in 0usize..20) {
            let windows = windows(pieces, room, overlap);
            prop_assert!(windows.iter().all(|window| window.len() <= room));
            prop_assert_eq!((windows[0].start, windows[windows.len() - 1].end), (0, pieces));
            let length = overlap.min(room / 2).max(1);
            for start in 0..=pieces.saturating_sub(length) {
                let end = (start + length).min(pieces);
                prop_assert!(windows.iter().any(|window| window.start <= start && end <= window.end));
            }
        }
    }
}
