//! Names at the right of a chart, each at the height where its line ends: a legend that needs no searching.

/// Moves blocks of these heights up or down so that none overlaps another or leaves `top..bottom`, each as near to the
/// centre it wants as the others allow and in the same order. Returns the centres; where there is too little room for
/// all, they start at the top and run over the bottom.
pub(super) fn spread_out(wanted: &[f64], heights: &[f64], top: f64, bottom: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&i, &j| wanted[i].total_cmp(&wanted[j]));
    // Blocks that touch form a group, which stands where its members would on average like it to. Groups that overlap
    // after a move become one.
    let mut groups: Vec<Group> = Vec::new();
    for i in order {
        let mut group = Group { members: vec![i], height: heights[i], start: 0.0 };
        group.place(wanted, heights, top, bottom);
        while let Some(above) = groups.pop_if(|above| above.start + above.height > group.start) {
            group.members.splice(0..0, above.members);
            group.height += above.height;
            group.place(wanted, heights, top, bottom);
        }
        groups.push(group);
    }
    let mut centers = vec![0.0; wanted.len()];
    for group in groups {
        let mut start = group.start;
        for i in group.members {
            centers[i] = start + heights[i] / 2.0;
            start += heights[i];
        }
    }
    centers
}

/// Blocks without space between them.
struct Group {
    members: Vec<usize>,
    height: f64,
    start: f64,
}

impl Group {
    /// Puts the group where its members are, on average, at the centres they want, but inside `top..bottom`.
    fn place(&mut self, wanted: &[f64], heights: &[f64], top: f64, bottom: f64) {
        let (mut above, mut starts) = (0.0, 0.0);
        for &i in &self.members {
            starts += wanted[i] - heights[i] / 2.0 - above;
            above += heights[i];
        }
        self.start = (starts / self.members.len() as f64).min(bottom - self.height).max(top);
    }
}

#[cfg(test)]
mod tests {
    use super::spread_out;

    #[test]
    fn what_has_room_stays() {
        assert_eq!(spread_out(&[80.0, 20.0], &[10.0, 10.0], 0.0, 100.0), [80.0, 20.0]);
    }

    #[test]
    fn what_overlaps_is_moved_apart_evenly() {
        assert_eq!(spread_out(&[50.0, 50.0], &[10.0, 10.0], 0.0, 100.0), [45.0, 55.0]);
        // The pair at 50 becomes 40..60, which overlaps 56..66; the three together stand around their mean.
        assert_eq!(
            spread_out(&[61.0, 50.0, 50.0], &[10.0; 3], 0.0, 100.0),
            [64.0 - 1.0 / 3.0, 44.0 - 1.0 / 3.0, 54.0 - 1.0 / 3.0]
        );
    }

    #[test]
    fn nothing_leaves_the_chart() {
        assert_eq!(spread_out(&[1.0, 2.0], &[10.0, 20.0], 0.0, 100.0), [5.0, 20.0]);
        assert_eq!(spread_out(&[99.0, 99.0], &[10.0, 10.0], 0.0, 100.0), [85.0, 95.0]);
        assert_eq!(spread_out(&[9.0, 9.0], &[10.0, 10.0], 0.0, 15.0), [5.0, 15.0]);
        assert!(spread_out(&[], &[], 0.0, 1.0).is_empty());
    }
}
