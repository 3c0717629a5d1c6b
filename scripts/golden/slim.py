"""Golden file of SLIM: each item's elastic net solved to convergence in numpy, on a small drawn matrix, with all other items as candidates.

A solver that shares nothing with ours: projected proximal gradients (ISTA) from zero, 200,000 steps an item at most.
Usage: python3 scripts/golden/slim.py > test/golden/slim.json     (numpy)
"""
import json
import sys

import numpy as np

rng = np.random.default_rng(11)
users, items = 40, 24
taste, place = rng.normal(size=(users, 3)), rng.normal(size=(items, 3))
x = (taste @ place.T + rng.normal(size=(users, items)) > 1.2).astype(np.float64)
assert x.sum(0).min() > 0 and x.sum(1).min() > 0
gram = x.T @ x


def solve(item, l1, l2, positive):
    others = np.delete(np.arange(items), item)
    # Items that share nobody with this one are no neighbours.
    others = others[gram[others, item] > 0]
    a, b = gram[np.ix_(others, others)] + l2 * np.eye(len(others)), gram[others, item]
    w, step = np.zeros(len(others)), 1 / np.linalg.eigvalsh(a)[-1]
    for _ in range(200_000):
        moved = w - step * (a @ w - b)
        moved = np.sign(moved) * np.maximum(np.abs(moved) - step * l1, 0)
        if positive:
            moved = np.maximum(moved, 0)
        if np.max(np.abs(moved - w)) < 1e-14:
            break
        w = moved
    full = np.zeros(items)
    full[others] = w
    return full


cases = []
for l1, l2, positive in ((0.5, 2.0, True), (0.5, 2.0, False), (0.0, 3.0, False)):
    weights = np.stack([solve(item, l1, l2, positive) for item in range(items)], axis=1)
    scores = x @ weights
    cases.append({"l1": l1, "l2": l2, "positive": positive, "entries": int(np.count_nonzero(np.abs(weights) > 1e-9)),
                  "scores": {str(user): [float(f"{score:.9g}") for score in scores[user]] for user in (0, 3, 39)}})
json.dump(
    {
        "command": "python3 scripts/golden/slim.py",
        "versions": {"python": sys.version.split()[0], "numpy": np.__version__},
        "items": items,
        "histories": [np.flatnonzero(row).tolist() for row in x],
        "cases": cases,
    },
    sys.stdout,
    separators=(",", ":"),
)
print()
