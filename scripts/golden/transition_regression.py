"""Golden file of the transition regression: each item's ridge regression on what came before it, solved by numpy.linalg.solve on drawn walks.

Usage: python3 scripts/golden/transition_regression.py > test/golden/transition-regression.json     (numpy)
"""
import json
import sys

import numpy as np

rng = np.random.default_rng(5)
users, items = 30, 18
place = rng.normal(size=(items, 3))
walks = []
for _ in range(users):
    walk = [int(rng.integers(items))]
    for _ in range(int(rng.integers(2, 9))):
        draw = np.exp(0.7 * place @ place[walk[-1]])
        walk.append(int(rng.choice(items, p=draw / draw.sum())))
    walks.append(walk)
# Items come back: what is done again is no example, and in a history it counts where it is newest.
assert any(len(set(walk)) < len(walk) for walk in walks)
touched = sorted({item for walk in walks for item in walk})


def recency(history, half_life, window):
    newest = list(dict.fromkeys(reversed(history)))[:window]
    row = np.zeros(items)
    for rank, item in enumerate(newest):
        row[item] = 1 if half_life is None else 2 ** (-rank / half_life)
    return row


cases = []
for regularization, half_life, window in ((3.0, 1.5, 20), (0.5, None, 2)):
    examples = [(recency(walk[:t], half_life, window), walk[t]) for walk in walks for t in range(1, len(walk)) if walk[t] not in walk[:t]]
    p = np.stack([row for row, _ in examples])
    y = np.array([item for _, item in examples])
    weights = np.zeros((items, items))
    for item in range(items):
        came_before = p[y == item].sum(0)
        support = np.flatnonzero(came_before > 0)
        gram = p[:, support].T @ p[:, support] + regularization * np.eye(len(support))
        weights[support, item] = np.linalg.solve(gram, came_before[support])
    scores = {}
    for user in (0, 7, 29):
        row = recency(walks[user], half_life, items) @ weights
        scores[str(user)] = [float(f"{score:.9g}") if item in touched else None for item, score in enumerate(row)]
    cases.append({"regularization": regularization, "historyHalfLife": half_life, "window": window,
                  "entries": int(np.count_nonzero(weights)), "scores": scores})
json.dump(
    {
        "command": "python3 scripts/golden/transition_regression.py",
        "versions": {"python": sys.version.split()[0], "numpy": np.__version__},
        "items": items,
        "walks": walks,
        "cases": cases,
    },
    sys.stdout,
    separators=(",", ":"),
)
print()
