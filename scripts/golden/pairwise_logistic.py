"""Golden weights of the pairwise logistic blend, by scipy's bounded quasi-Newton method on the stated objective.

Usage: python3 scripts/golden/pairwise_logistic.py > test/golden/pairwise-logistic.json
"""
import json
import platform

import numpy as np
import scipy
from scipy.optimize import minimize

PAIRS, SIZE, KNOTS, SHRINKAGE, RIDGE = 90, 3, 4, 0.05, 1e-3
rng = np.random.default_rng(11)
X = np.round(rng.normal(size=(PAIRS, SIZE)) + [0.6, 0.25, -0.3], 3)
knots = rng.integers(0, KNOTS - 1, PAIRS)
knots[knots == 1] = 0  # the second knot is seen from the first alone, the third has few pairs of its own
parts = np.round(rng.random(PAIRS), 2)
# The weight of each knot for each pair.
H = np.zeros((PAIRS, KNOTS))
H[np.arange(PAIRS), knots] += 1 - parts
H[np.arange(PAIRS), knots + 1] += parts
curvature = (X**2).mean(0) / 4


def solve(features, towards, pull):
    def objective(beta):
        margins = features @ beta
        loss = np.logaddexp(0, -margins).mean() + (pull * (beta - towards) ** 2).sum() / 2
        slope = -(features * (1 / (1 + np.exp(margins)))[:, None]).mean(0) + pull * (beta - towards)
        return loss, slope

    found = minimize(objective, np.maximum(towards, 0.1), jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(towards),
                     options={"ftol": 1e-16, "gtol": 1e-12, "maxiter": 10000})
    return found.x


pooled = solve(X, np.zeros(SIZE), RIDGE * curvature)
whole = (H[:, :, None] * X[:, None, :]).reshape(PAIRS, -1)
beta = solve(whole, np.tile(pooled, KNOTS), np.tile(SHRINKAGE * curvature, KNOTS))
assert pooled.min() == 0 and beta.max() > 0.5
print(json.dumps({
    "made by": f"python3 scripts/golden/pairwise_logistic.py, Python {platform.python_version()}, numpy {np.__version__}, scipy {scipy.__version__}",
    "size": SIZE, "knots": KNOTS, "shrinkage": SHRINKAGE, "differences": X.ravel().tolist(), "lower": knots.tolist(), "parts": parts.tolist(),
    "weights": np.round(beta, 7).tolist(),
}))
