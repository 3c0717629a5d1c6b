"""Golden file of EASE: the closed form of Steck (WWW 2019) in numpy, on a small drawn matrix.

Usage: python3 scripts/golden/ease.py > test/golden/ease.json     (numpy)
"""
import json
import sys

import numpy as np

rng = np.random.default_rng(7)
users, items, regularization = 60, 90, 5.0
taste, place = rng.normal(size=(users, 3)), rng.normal(size=(items, 3))
x = (taste @ place.T + rng.normal(size=(users, items)) > 1.2).astype(np.float64)
assert x.sum(0).min() > 0 and x.sum(1).min() > 0
inverse = np.linalg.inv(x.T @ x + regularization * np.eye(items))
weights = inverse / -np.diag(inverse)
np.fill_diagonal(weights, 0)
scores = x @ weights
json.dump(
    {
        "command": "python3 scripts/golden/ease.py",
        "versions": {"python": sys.version.split()[0], "numpy": np.__version__},
        "items": items,
        "regularization": regularization,
        "histories": [np.flatnonzero(row).tolist() for row in x],
        "scores": {str(user): [float(f"{score:.9g}") for score in scores[user]] for user in (0, 1, 17, 59)},
    },
    sys.stdout,
    separators=(",", ":"),
)
print()
