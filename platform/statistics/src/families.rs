//! Many comparisons at once: who looks at a hundred differences finds five by chance.

/// Which of many comparisons are discoveries, when at most the share `rate` of those named may be false on average.
///
/// Y. Benjamini and Y. Hochberg, "Controlling the false discovery rate: a practical and powerful approach to multiple
/// testing", Journal of the Royal Statistical Society B 57 (1995), 289–300.
pub fn discoveries(chances: &[f64], rate: f64) -> Vec<bool> {
    let mut order: Vec<usize> = (0..chances.len()).collect();
    order.sort_by(|one, two| chances[*one].total_cmp(&chances[*two]));
    let all = chances.len() as f64;
    let last = order.iter().enumerate().rfind(|(rank, at)| chances[**at] <= rate * (rank + 1) as f64 / all);
    let mut found = vec![false; chances.len()];
    if let Some((rank, _)) = last {
        order[..=rank].iter().for_each(|at| found[*at] = true);
    }
    found
}
