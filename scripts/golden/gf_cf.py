"""Golden scores of GF-CF by dense numpy: the formula of the paper as it stands, with an exact SVD.

Usage: python3 scripts/golden/gf_cf.py > test/golden/gf-cf.json
"""
import json
import platform

import numpy as np

USERS, ITEMS, SIZE, ALPHA = 24, 17, 5, 0.3
rng = np.random.default_rng(7)
R = (rng.random((USERS, ITEMS)) < 0.25).astype(np.float64)
R[:, 11] = 0  # an item nobody touched
R[3, :] = 0  # a person who did nothing
pairs = [(int(u), int(i)) for u, i in zip(*np.nonzero(R))]


def inverse_root(degrees):
    return np.divide(1, np.sqrt(degrees), out=np.zeros_like(degrees), where=degrees > 0)


d_user, d_item = R.sum(1), R.sum(0)
normalised = inverse_root(d_user)[:, None] * R * inverse_root(d_item)[None, :]
_, singular, vt = np.linalg.svd(normalised)
V = vt[:SIZE].T
assert singular[SIZE - 1] - singular[SIZE] > 0.01
linear = normalised.T @ normalised
low_pass = np.diag(inverse_root(d_item)) @ V @ V.T @ np.diag(np.sqrt(d_item))
histories = [[0, 4, 9], [16], [2, 3, 5, 7, 12, 13]]
weights = [[1, 1, 1], [1], [1, 0.5, 2, 1, 0.25, 1]]
cases = []
for items, values in zip(histories, weights):
    r = np.zeros(ITEMS)
    r[items] = values
    scores = r @ (linear + ALPHA * low_pass)
    cases.append({
        "items": items,
        "values": values,
        "scores": [round(float(s), 9) if d_item[i] > 0 else None for i, s in enumerate(scores)],
    })
print(json.dumps({
    "made by": f"python3 scripts/golden/gf_cf.py, Python {platform.python_version()}, numpy {np.__version__}",
    "users": USERS, "items": ITEMS, "embeddingSize": SIZE, "lowPass": ALPHA, "pairs": pairs, "cases": cases,
}))
