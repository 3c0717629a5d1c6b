"""Golden scores of item-knn, user-knn and rp3beta, by numpy and scipy.

Usage: python3 scripts/golden/item_knn.py > test/golden/item_knn.json    (numpy, scipy)
"""

import json
import platform
import sys

import numpy as np
import scipy
from scipy.sparse import csr_matrix

USERS, ITEMS, K1, B = 30, 24, 100.0, 0.8


def draw(seed):
    rng = np.random.RandomState(seed)
    taste = rng.normal(size=(USERS, 3)) @ rng.normal(size=(3, ITEMS)) + rng.normal(size=ITEMS)
    return np.where(taste > 0.8, 1 + rng.poisson(0.6, size=(USERS, ITEMS)), 0)


def weigh(counts, weighting):
    """Rows are documents, columns terms; as tfidf_weight and bm25_weight of github.com/benfred/implicit."""
    x = counts.astype(float)
    if weighting == "cosine":
        return (x > 0).astype(float)
    idf = np.log(x.shape[0] / (1 + (x > 0).sum(axis=0)))
    if weighting == "tfidf":
        return np.maximum(np.sqrt(x) * idf, 0)
    length = x.sum(axis=1, keepdims=True)
    return np.maximum(np.where(x > 0, x * (K1 + 1) / (K1 * (1 - B + B * length / length.mean()) + x), 0) * idf, 0)


def similarities(x, weighting, alpha, shrinkage):
    dots = (csr_matrix(x) @ csr_matrix(x).T).toarray()
    if weighting == "bm25":
        return dots / (1 + shrinkage)
    norms = np.linalg.norm(x, axis=1)
    below = np.outer(norms ** (2 * alpha), norms ** (2 * (1 - alpha))) + shrinkage
    return np.divide(dots, below, out=np.zeros_like(dots), where=below > 0)


def nearest(s, k):
    """The k largest of each row; refuses a tie at the edge, which another order of ties would break otherwise."""
    kept = np.zeros_like(s)
    for row in range(s.shape[0]):
        order = np.argsort(-s[row], kind="stable")
        if k < len(order) and s[row, order[k - 1]] > 0 and s[row, order[k - 1]] - s[row, order[k]] < 1e-6:
            raise ValueError("tie")
        kept[row, order[:k]] = s[row, order[:k]]
    return kept


def item_knn(counts, history, weighting, alpha, shrinkage, k):
    s = similarities(weigh(counts.T, weighting), weighting, alpha, shrinkage)
    np.fill_diagonal(s, 0)
    return nearest(s, k)[:, history].sum(axis=1)


def user_knn(counts, history, weighting, alpha, shrinkage, k):
    own = np.zeros(ITEMS)
    own[history] = 1
    x = weigh(counts, weighting)
    idf = np.log(USERS / (1 + (counts > 0).sum(axis=0))) if weighting != "cosine" else np.ones(ITEMS)
    if weighting == "bm25":
        own = own * (K1 + 1) / (K1 * (1 - B + B * len(history) / counts.sum(axis=1).mean()) + 1)
    own = np.maximum(own * idf, 0)
    dots = x @ own
    if weighting == "bm25":
        s = dots / (1 + shrinkage)
    else:
        s = dots / (np.linalg.norm(own) ** (2 * alpha) * np.linalg.norm(x, axis=1) ** (2 * (1 - alpha)) + shrinkage)
    return nearest(s[None, :], k)[0] @ (counts > 0)


def rp3beta(counts, history, alpha, beta, k):
    x = (counts > 0).astype(float)
    popular = x.sum(axis=0)
    up = (x / x.sum(axis=1, keepdims=True) ** alpha)
    down = (x / popular ** alpha).T
    s = down @ np.where(x > 0, up, 0) / popular ** beta
    np.fill_diagonal(s, 0)
    return nearest(s, k)[history].sum(axis=0)


def cases(counts):
    histories = [[3], [0, 5, 11], [2, 4, 9, 17, 20], [23, 1, 14, 8]]
    out = []
    for weighting, alpha, shrinkage, k in [
        ("cosine", 0.5, 0, ITEMS), ("cosine", 0.3, 4, 5), ("tfidf", 0.5, 0, 6), ("tfidf", 0.7, 10, ITEMS), ("bm25", 0.5, 0, 5), ("bm25", 0.5, 3, ITEMS),
    ]:
        for model, score in [("item-knn", item_knn), ("user-knn", user_knn)]:
            config = {"weighting": weighting, "alpha": alpha, "shrinkage": shrinkage, "k": k}
            out.append({"model": model, "config": config, "scores": [score(counts, h, **config) for h in histories]})
    for alpha, beta, k in [(1, 0, ITEMS), (0.8, 0.6, 6)]:
        config = {"alpha": alpha, "beta": beta, "k": k}
        out.append({"model": "rp3beta", "config": config, "scores": [rp3beta(counts, h, **config) for h in histories]})
    return histories, out


for seed in range(10_000):
    matrix = draw(seed)
    if (matrix.sum(axis=0) == 0).any() or (matrix.sum(axis=1) == 0).any():
        continue
    try:
        histories, found = cases(matrix)
        break
    except ValueError:
        continue

for case in found:
    case["scores"] = [[float(f"{value:.9g}") for value in scores] for scores in case["scores"]]
source = f"python {platform.python_version()}, numpy {np.__version__}, scipy {scipy.__version__}: python3 scripts/golden/item_knn.py, seed {seed}"
json.dump({"source": source, "counts": matrix.tolist(), "histories": histories, "cases": found}, sys.stdout, indent=1)
