//! Wrong answers to the exercises of chapter 3.

use super::{Chapter, Mistake};
use answers::*;
use checks::{Answers, CHECKS, answers};
use finetune::metrics::Confusion;

mod answers;
#[path = "../../chapters/ch03_sentiment/checks/mod.rs"]
mod checks;
#[path = "../../chapters/ch03_sentiment/exercises.rs"]
mod exercises;
#[path = "../../chapters/ch03_sentiment/hints.rs"]
mod hints;
#[path = "../../chapters/ch03_sentiment/solutions.rs"]
mod solutions;

const SOLUTIONS: Answers = answers!(solutions);

pub const CHAPTER: Chapter<Answers> = Chapter {
    checks: &CHECKS,
    exercises: &hints::EXERCISES,
    solutions: SOLUTIONS,
    untouched: Answers {
        most_confused: |_| todo!(),
        macro_f1: |_| todo!(),
        early_stopping: |_, _| todo!(),
        cross_entropy_gradient: |_, _, _| todo!(),
        freeze_lowest: |_, _| todo!(),
        classify: |_, _, _, _, _, _| todo!(),
    },
    reader: answers!(exercises),
    mistakes: MISTAKES,
    texts: [
        include_str!("../../chapters/ch03_sentiment/solutions.rs"),
        include_str!("../../chapters/ch03_sentiment/exercises.rs"),
    ],
};

const MISTAKES: &[Mistake<Answers>] = &[
    wrong!("3.1", most_confused, "diagonal counts what is right", |c| largest(c, |_, _, count| count)),
    wrong!("3.1", most_confused, "wrong way round", |c| solutions::most_confused(c)
        .map(|(gold, predicted)| (predicted, gold))),
    wrong!("3.1", most_confused, "shares of each row", |c| largest(c, |gold, predicted, count| if gold == predicted {
        0.0
    } else {
        count / row_sum(c, gold)
    })),
    wrong!("3.1", most_confused, "a later one", last_of_equals),
    wrong!("3.1", most_confused, "above the diagonal", |c| largest(c, |gold, predicted, count| if gold < predicted {
        count
    } else {
        0.0
    })),
    wrong!("3.1", most_confused, "below the diagonal", |c| largest(c, |gold, predicted, count| if gold > predicted {
        count
    } else {
        0.0
    })),
    wrong!("3.1", most_confused, "both directions are added", |c| largest(c, |gold, predicted, count| {
        if gold == predicted { 0.0 } else { count + c.counts[[predicted, gold]] as f64 }
    })),
    wrong!("3.1", most_confused, "a count of 0 is no confusion", |c| solutions::most_confused(c).or(Some((0, 1)))),
    wrong!("3.2", macro_f1, "This is the accuracy", Confusion::accuracy),
    wrong!("3.2", macro_f1, "weighted by their size", |c| scores(c, |tp, gold, predicted| gold
        * f1(tp, gold, predicted))
    .sum::<f64>()
        / c.counts.sum() as f64),
    wrong!("3.2", macro_f1, "does not occur at all is counted", |c| scores(c, f1).sum::<f64>() / c.classes() as f64),
    wrong!("3.2", macro_f1, "makes 0 / 0", |c| scores(c, |tp, gold, predicted| 2.0 * tp / (gold + predicted))
        .sum::<f64>()
        / 3.0),
    wrong!("3.2", macro_f1, "avoids the second", |c| {
        let occurs = |i: &usize| c.counts.row(*i).sum() + c.counts.column(*i).sum() > 0;
        let f1 = scores(c, |tp, gold, predicted| f1_of(tp / predicted, tp / gold));
        let f1: Vec<f64> = f1.enumerate().filter(|(i, _)| occurs(i)).map(|(_, f1)| f1).collect();
        f1.iter().sum::<f64>() / f1.len() as f64
    }),
    wrong!("3.2", macro_f1, "predicted but never gold is left out", |c| {
        let f1: Vec<f64> = scores(c, f1).enumerate().filter(|(i, _)| row_sum(c, *i) > 0.0).map(|(_, f1)| f1).collect();
        f1.iter().sum::<f64>() / f1.len().max(1) as f64
    }),
    wrong!("3.2", macro_f1, "never gold makes 0 / 0", |c| {
        let occurs = |i: &usize| c.counts.row(*i).sum() + c.counts.column(*i).sum() > 0;
        let f1 = scores(
            c,
            |tp, gold, predicted| if tp == 0.0 && gold > 0.0 { 0.0 } else { f1_of(tp / predicted, tp / gold) },
        );
        let f1: Vec<f64> = f1.enumerate().filter(|(i, _)| occurs(i)).map(|(_, f1)| f1).collect();
        f1.iter().sum::<f64>() / f1.len() as f64
    }),
    wrong!("3.2", macro_f1, "means of precision and recall first", |c| f1_of(precision(c), recall(c))),
    wrong!("3.2", macro_f1, "mean precision", precision),
    wrong!("3.2", macro_f1, "mean recall", recall),
    wrong!("3.2", macro_f1, "sum over the classes", |c| scores(c, f1).sum()),
    wrong!("3.3", early_stopping, "one look too late", |s, patience| solutions::early_stopping(s, patience + 1)),
    wrong!("3.3", early_stopping, "not a better one", |s, patience| stop(
        s,
        patience,
        |s, look, best| s[look] >= s[best],
        true
    )),
    wrong!("3.3", early_stopping, "with the one before", |s, patience| stop(
        s,
        patience,
        |s, look, _| s[look] > s[look - 1],
        true
    )),
    wrong!("3.3", early_stopping, "over the whole training", |s, patience| stop(
        s,
        patience,
        |s, look, best| s[look] > s[best],
        false
    )),
    wrong!("3.3", early_stopping, "last look is kept", |s, patience| {
        let looks = solutions::early_stopping(s, patience).1;
        (looks - 1, looks)
    }),
    wrong!("3.3", early_stopping, "one more than the index", |s, patience| {
        let (best, looks) = solutions::early_stopping(s, patience);
        (best, looks - 1)
    }),
    wrong!("3.3", early_stopping, "not best + patience", |s, patience| {
        let best = solutions::early_stopping(s, patience).0;
        (best, best + patience)
    }),
    wrong!("3.3", early_stopping, "never stops early", |s, _| solutions::early_stopping(s, 99)),
    wrong!("3.3", early_stopping, "may be negative", |s, patience| {
        let from_zero: Vec<f64> = s.iter().enumerate().map(|(i, s)| if i == 0 { s.max(0.0) } else { *s }).collect();
        solutions::early_stopping(&from_zero, patience)
    }),
    wrong!("3.3", early_stopping, "only a little higher", |s, patience| stop(
        s,
        patience,
        |s, look, best| s[look] > s[best] + 0.01,
        true
    )),
    wrong!("3.3", early_stopping, "among all scores", |s, patience| {
        (solutions::early_stopping(s, s.len()).0, solutions::early_stopping(s, patience).1)
    }),
    wrong!("3.4", cross_entropy_gradient, "label is not taken off", |x, _, n| softmax(x) / n),
    wrong!("3.4", cross_entropy_gradient, "sign is wrong", |x, labels, n| -solutions::cross_entropy_gradient(
        x, labels, n
    )),
    wrong!("3.4", cross_entropy_gradient, "not divided by normalizer", |x, labels, _| {
        solutions::cross_entropy_gradient(x, labels, 1.0)
    }),
    wrong!("3.4", cross_entropy_gradient, "divided by the number of rows.", |x, labels, _| {
        solutions::cross_entropy_gradient(x, labels, labels.len() as f32)
    }),
    wrong!("3.4", cross_entropy_gradient, "number of classes", |x, labels, _| solutions::cross_entropy_gradient(
        x,
        labels,
        x.ncols() as f32
    )),
    wrong!("3.4", cross_entropy_gradient, "over the rows of the batch", |x, labels, n| less_labels(
        softmax(x.t()).t().to_owned(),
        labels
    ) / n),
    wrong!("3.4", cross_entropy_gradient, "softmax is missing", |x, labels, n| less_labels(x.to_owned(), labels) / n),
    wrong!("3.4", cross_entropy_gradient, "Large logits overflow", |x, labels, n| less_labels(
        careless_softmax(x),
        labels
    ) / n),
    wrong!("3.4", cross_entropy_gradient, "its own maximum", |x, labels, n| less_labels(softmax(x), labels) / n),
    wrong!("3.4", cross_entropy_gradient, "its own maximum", |x, labels, n| less_labels(
        careless_softmax(x.mapv(|x| x.clamp(-80.0, 80.0)).view()),
        labels
    ) / n),
    wrong!("3.5", freeze_lowest, "With more parts than there are", |p, n| {
        solutions::freeze_lowest(p, n);
        p.as_mut_slice().iter_mut().for_each(|p| p.frozen |= n > 99);
    }),
    wrong!("3.5", freeze_lowest, "embeddings occurs in its name", |p, n| also(p, n, |name| name
        .contains("embeddings"))),
    wrong!("3.5", freeze_lowest, "reverse order", by_appearance),
    wrong!("3.5", freeze_lowest, "the pooler never", |p, _| p.freeze(|p| p.name.starts_with("bert."))),
    wrong!("3.5", freeze_lowest, "The pooler is frozen", |p, n| also(p, n, |name| name.starts_with("bert.pooler."))),
    wrong!("3.5", freeze_lowest, "The whole encoder is frozen", |p, _| p.freeze(|p| p.name.starts_with("bert.e"))),
    wrong!("3.5", freeze_lowest, "One layer too many", |p, n| solutions::freeze_lowest(p, n + 1)),
    wrong!("3.5", freeze_lowest, "One layer too few", |p, n| solutions::freeze_lowest(p, n.saturating_sub(1))),
    wrong!("3.5", freeze_lowest, "their names begin alike", |p, n| p.freeze(|p| {
        let layers = (0..n.saturating_sub(1)).any(|layer| p.name.starts_with(&format!("bert.encoder.layer.{layer}")));
        layers || n > 0 && p.name.starts_with("bert.embeddings.")
    })),
    wrong!("3.5", freeze_lowest, "embeddings still learn", |p, n| {
        solutions::freeze_lowest(p, n);
        let embeddings = p.as_mut_slice().iter_mut().filter(|p| p.name.starts_with("bert.embeddings."));
        embeddings.for_each(|p| p.frozen = false);
    }),
    wrong!("3.5", freeze_lowest, "The layers all learn", |p, n| p
        .freeze(|p| n > 0 && p.name.starts_with("bert.embeddings."))),
    wrong!("3.5", freeze_lowest, "wrong way round", |p, n| {
        solutions::freeze_lowest(p, n);
        p.as_mut_slice().iter_mut().for_each(|p| p.frozen = !p.frozen);
    }),
    wrong!("3.5", freeze_lowest, "Everything is frozen", |p, _| p.freeze(|_| true)),
    wrong!("3.5", freeze_lowest, "Nothing has changed", |_, _| {}),
    wrong!("3.5", freeze_lowest, "classifier stays frozen", |p, n| also(p, n, |name| name.starts_with("classifier."))),
    wrong!("3.5", freeze_lowest, "by halves", |p, n| {
        solutions::freeze_lowest(p, n);
        p.as_mut_slice().iter_mut().for_each(|p| p.frozen &= p.name.ends_with("weight"));
    }),
    wrong!("3.6", classify, "mean over each sequence", |t, x, b, p, c, d| {
        let x = t.mean_rows(x, &b.offsets);
        head(t, x, p, c, d)
    }),
    wrong!("3.6", classify, "last token of each sequence", |t, x, b, p, c, d| rows_and_head(
        t,
        x,
        &b.offsets[1..].iter().map(|end| end - 1).collect::<Vec<_>>(),
        p,
        c,
        d
    )),
    wrong!("3.6", classify, "first rows of the batch", |t, x, b, p, c, d| rows_and_head(
        t,
        x,
        &(0..b.sequences()).collect::<Vec<_>>(),
        p,
        c,
        d
    )),
    wrong!("3.6", classify, "Every token is classified", |t, x, _, p, c, d| head(t, x, p, c, d)),
    wrong!("3.6", classify, "there is no row 9, only 0 to 8", |t, x, b, p, c, d| rows_and_head(
        t, x, &b.offsets, p, c, d
    )),
    wrong!("3.6", classify, "before the pooler's linear layer", |t, x, b, p, c, d| {
        let x = t.rows(x, &b.first_tokens());
        let x = t.tanh(x);
        let x = p.forward(t, x);
        let x = t.dropout(x, d);
        c.forward(t, x)
    }),
    wrong!("3.6", classify, "tanh is missing", |t, x, b, p, c, d| {
        let x = t.rows(x, &b.first_tokens());
        let x = p.forward(t, x);
        let x = t.dropout(x, d);
        c.forward(t, x)
    }),
    wrong!("3.6", classify, "The pooler is missing.", |t, x, b, _, c, d| {
        let x = t.rows(x, &b.first_tokens());
        let x = t.dropout(x, d);
        c.forward(t, x)
    }),
    wrong!("3.6", classify, "belongs after the pooler", |t, x, b, p, c, d| {
        let x = t.rows(x, &b.first_tokens());
        let x = p.forward(t, x);
        let x = t.dropout(x, d);
        let x = c.forward(t, x);
        t.tanh(x)
    }),
    wrong!("3.6", classify, "dropout is missing", |t, x, b, p, c, _| solutions::classify(t, x, b, p, c, 0.0)),
    wrong!("3.6", classify, "applied to the logits", |t, x, b, p, c, d| {
        let x = solutions::classify(t, x, b, p, c, 0.0);
        t.dropout(x, d)
    }),
    wrong!("3.6", classify, "before the pooler", |t, x, b, p, c, d| {
        let x = t.dropout(x, d);
        solutions::classify(t, x, b, p, c, 0.0)
    }),
    wrong!("3.6", classify, "between the pooler's linear layer and tanh", |t, x, b, p, c, d| {
        let x = t.rows(x, &b.first_tokens());
        let x = p.forward(t, x);
        let x = t.dropout(x, d);
        let x = t.tanh(x);
        c.forward(t, x)
    }),
    wrong!("3.6", classify, "applied twice", |t, x, b, p, c, d| {
        let x = t.rows(x, &b.first_tokens());
        let x = p.forward(t, x);
        let x = t.tanh(x);
        let x = t.dropout(x, d);
        let x = t.dropout(x, d);
        c.forward(t, x)
    }),
    wrong!("3.6", classify, "the one that is given", |t, x, b, p, c, _| {
        solutions::classify(t, x, b, p, c, 0.999_999)
    }),
    wrong!("3.6", classify, "beside the tape", |t, x, b, p, c, d| {
        let x = t.constant(t.value(x).to_owned());
        solutions::classify(t, x, b, p, c, d)
    }),
];
