//! The best few of many, in an order that does not depend on how they were found.

use std::cmp::Ordering;

/// The `limit` highest scores above zero, best first; equal scores by id.
pub(crate) fn top<I: Ord + Copy>(limit: usize, scores: impl Iterator<Item = (I, f32)>) -> Vec<(I, f32)> {
    let mut best: Vec<(I, f32)> = Vec::with_capacity(2 * limit + 1);
    let mut floor = 0.0;
    for (id, score) in scores {
        if score <= 0.0 || score < floor {
            continue;
        }
        best.push((id, score));
        if best.len() > 2 * limit {
            best.select_nth_unstable_by(limit, better);
            best.truncate(limit);
            floor = best.iter().map(|(_, score)| *score).fold(f32::INFINITY, f32::min);
        }
    }
    best.sort_unstable_by(better);
    best.truncate(limit);
    best
}

/// Higher score first, then lower id.
pub(crate) fn better<I: Ord>(left: &(I, f32), right: &(I, f32)) -> Ordering {
    right.1.total_cmp(&left.1).then_with(|| left.0.cmp(&right.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::real;

    #[test]
    fn the_best_come_first_and_ties_go_by_id() {
        let scores = [(4, 1.0), (1, 2.0), (3, 1.0), (2, 0.0), (5, -1.0), (0, 0.5)];
        assert_eq!(top(3, scores.into_iter()), [(1, 2.0), (3, 1.0), (4, 1.0)]);
        assert_eq!(top(9, scores.into_iter()).len(), 4);
    }

    #[test]
    fn the_order_of_arrival_does_not_matter() {
        let scores: Vec<(usize, f32)> = (0..200).map(|id| (id, real(id * 7919 % 23))).collect();
        let forward = top(10, scores.iter().copied());
        assert_eq!(forward, top(10, scores.iter().rev().copied()));
    }
}
