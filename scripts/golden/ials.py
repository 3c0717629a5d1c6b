"""iALS in double precision: one full sweep and one sweep in blocks, and the objective after each.

Usage: python scripts/golden/ials.py > test/golden/ials.json      (needs numpy)
The objective is that of src/math/als.ts; the sweeps solve the normal equations by numpy.linalg.solve, people first, then items.
"""

import json
import numpy as np

users, items, size, block = 14, 11, 12, 8
alpha, regularization, nu = 0.15, 0.02, 0.7
random = np.random.default_rng(20)
weights = np.where(random.random((users, items)) < 0.35, random.choice([0.25, 0.5, 1.0], (users, items)), 0.0)
weights[3] = 0  # a person and an item without any
weights[:, 5] = 0
seen = weights > 0
active_users, active_items = seen.any(1), seen.any(0)
start_users = np.round(random.normal(0, 0.3, (users, size)), 3) * active_users[:, None]
start_items = np.round(random.normal(0, 0.3, (items, size)), 3) * active_items[:, None]
penalty_users = regularization * (seen.sum(1) + alpha * active_items.sum()) ** nu
penalty_items = regularization * (seen.sum(0) + alpha * active_users.sum()) ** nu


def half(target, source, w, penalty, width):
    out = target.copy()
    gram = alpha * source.T @ source
    for row in range(len(target)):
        if not (w[row] > 0).any():
            out[row] = 0
            continue
        full = gram + penalty[row] * np.eye(size) + (source.T * w[row]) @ source
        right = source.T @ w[row]
        for start in range(0, size, width):
            own = slice(start, start + width)
            gradient = full @ out[row] - right
            out[row, own] -= np.linalg.solve(full[own, own], gradient[own])
    return out


def loss(x, y):
    scores = x @ y.T
    return float(
        (weights * (scores - 1) ** 2).sum()
        + alpha * (scores**2).sum()
        + (penalty_users[:, None] * x**2).sum()
        + (penalty_items[:, None] * y**2).sum()
    )


def sweep(width):
    x = half(start_users, start_items, weights, penalty_users, width)
    y = half(start_items, x, weights.T, penalty_items, width)
    return {"users": np.round(x, 7).ravel().tolist(), "items": np.round(y, 7).ravel().tolist(), "loss": loss(x, y)}


history = [1, 4, 9]
after = sweep(size)
y = np.array(after["items"]).reshape(items, size)
penalty = regularization * (len(history) + alpha * active_items.sum()) ** nu
embedding = np.linalg.solve(alpha * y.T @ y + penalty * np.eye(size) + y[history].T @ y[history], y[history].sum(0))
print(
    json.dumps(
        {
            "command": "python scripts/golden/ials.py > test/golden/ials.json",
            "numpy": np.__version__,
            "shape": [users, items, size],
            "block": block,
            "alpha": alpha,
            "regularization": regularization,
            "nu": nu,
            "weights": weights.ravel().tolist(),
            "start": {"users": start_users.ravel().tolist(), "items": start_items.ravel().tolist()},
            "whole": after,
            "blocks": sweep(block),
            "history": history,
            "scores": np.round(y @ embedding, 7).tolist(),
        }
    )
)
