//! Affine maps of the plane, as content streams write them: `[a b c d e f]`.

/// Farther from the origin than this nothing is on a page; what a hostile file makes infinite ends here.
const FAR: f64 = 1.0e7;

/// Maps (x, y) to (ax + cy + e, bx + dy + f).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Matrix(pub(super) [f64; 6]);

impl Matrix {
    /// The map that changes nothing.
    pub(super) const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// A shift.
    pub(super) fn shift(x: f64, y: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// First `self`, then `next`.
    pub(super) fn then(self, next: Self) -> Self {
        let [right_x, right_y, up_x, up_y, x, y] = self.0;
        let linear = |x: f64, y: f64| (x * next.0[0] + y * next.0[2], x * next.0[1] + y * next.0[3]);
        let (right, up, origin) = (linear(right_x, right_y), linear(up_x, up_y), linear(x, y));
        Self([right.0, right.1, up.0, up.1, origin.0 + next.0[4], origin.1 + next.0[5]])
    }

    /// Where a point goes.
    pub(super) fn point(self, x: f64, y: f64) -> (f64, f64) {
        let m = self.0;
        (near(m[0] * x + m[2] * y + m[4]), near(m[1] * x + m[3] * y + m[5]))
    }

    /// Where a direction goes.
    pub(super) fn vector(self, x: f64, y: f64) -> (f64, f64) {
        let m = self.0;
        (near(m[0] * x + m[2] * y), near(m[1] * x + m[3] * y))
    }
}

/// A coordinate that is a number and not too far away.
fn near(v: f64) -> f64 {
    if v.is_nan() { FAR } else { v.clamp(-FAR, FAR) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_follow_one_another() {
        let scale = Matrix([2.0, 0.0, 0.0, 3.0, 0.0, 0.0]);
        assert_eq!(scale.then(Matrix::shift(10.0, 20.0)).point(1.0, 1.0), (12.0, 23.0));
        assert_eq!(Matrix::shift(10.0, 20.0).then(scale).point(1.0, 1.0), (22.0, 63.0));
        assert_eq!(Matrix::shift(10.0, 20.0).vector(1.0, 1.0), (1.0, 1.0));
    }

    #[test]
    fn what_is_no_number_is_far_away() {
        let hostile = Matrix([f64::MAX, 0.0, 0.0, f64::MAX, 0.0, 0.0]);
        let (x, y) = hostile.then(hostile).point(1.0, -1.0);
        assert!(x.is_finite() && y.is_finite());
    }
}
