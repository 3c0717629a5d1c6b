"""The other side of bench/measures/native.ts and native-builds.ts: numpy and the package implicit, driven by lines of JSON.

Usage: python scripts/golden/bench_implicit.py FOLDER      (needs numpy, scipy and implicit; started by the benchmark, which sets OPENBLAS_NUM_THREADS)
FOLDER holds users.bin and items.bin (int32, the training pairs), held.bin (int32, pairs of user and item) and shape.json; for "recommend" also queries.bin
and vectors.bin (float32). Each line of the standard input is an order with "task"; each answer has {"total": seconds, "cpu": those of all threads}:
als: {"iterations", "threads", "cg", "alpha", "regularization", "size", "ndcg": wanted?}; also gives "sweeps", the seconds of each iteration, and "ndcg" of the
held-out items after each iteration, NDCG@10 over all items that the person does not have. neighbours: {"k", "threads"}: cosines of items.
recommend: {"k", "size", "threads"}: the k best of all vectors for all queries. ease: {"regularization"}: in single precision.
"""

import json
import os
import sys
import time
import warnings

warnings.filterwarnings("ignore")
import implicit
import numpy as np
import scipy.sparse as sparse
from implicit.cpu.als import AlternatingLeastSquares
from implicit.nearest_neighbours import CosineRecommender

folder = sys.argv[1]
users, items = json.load(open(f"{folder}/shape.json"))
read = lambda name: np.fromfile(f"{folder}/{name}.bin", np.int32)
rows, columns = read("users"), read("items")
matrix = sparse.csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape=(users, items))
held = read("held").reshape(-1, 2)
judged, starts = np.unique(held[:, 0], return_index=True)
targets = np.split(held[:, 1], starts[1:])
gains = 1 / np.log2(np.arange(2, 12))


def ndcg(model):
    total = 0.0
    for at in range(0, len(judged), 500):
        part = judged[at : at + 500]
        scores = model.user_factors[part] @ model.item_factors.T
        for line, user, wanted in zip(scores, part, targets[at : at + 500]):
            line[matrix.indices[matrix.indptr[user] : matrix.indptr[user + 1]]] = -np.inf
            best = np.argpartition(-line, 10)[:10]
            best = best[np.argsort(-line[best], kind="stable")]
            total += (gains * np.isin(best, wanted)).sum() / gains[: len(wanted)].sum()
    return total / len(judged)


print(json.dumps({"implicit": implicit.__version__, "numpy": np.__version__, "scipy": __import__("scipy").__version__}), flush=True)


def als(order):
    model = AlternatingLeastSquares(
        factors=order["size"],
        alpha=order["alpha"],
        regularization=order["regularization"],
        iterations=order["iterations"],
        num_threads=order["threads"],
        use_cg=order["cg"],
        random_state=1,
    )
    sweeps, reached = [], []

    def after(iteration, seconds, *rest):
        sweeps.append(seconds)
        if order["ndcg"]:
            reached.append(ndcg(model))

    return lambda: model.fit(matrix, show_progress=False, callback=after), {"sweeps": sweeps, "ndcg": reached}


def neighbours(order):
    model = CosineRecommender(K=order["k"], num_threads=order["threads"])
    return lambda: model.fit(matrix, show_progress=False), {}


def recommend(order):
    model = AlternatingLeastSquares(factors=order["size"], num_threads=order["threads"])
    floats = lambda name: np.fromfile(f"{folder}/{name}.bin", np.float32).reshape(-1, order["size"])
    model.user_factors, model.item_factors = floats("queries"), floats("vectors")
    everybody = np.arange(len(model.user_factors))
    nothing = sparse.csr_matrix((len(everybody), len(model.item_factors)), dtype=np.float32)
    return lambda: model.recommend(everybody, nothing, N=order["k"], filter_already_liked_items=False), {}


def ease(order):
    def fit():
        gram = (matrix.T @ matrix).toarray()
        diagonal = np.diag_indices(items)
        gram[diagonal] += order["regularization"]
        inverse = np.linalg.inv(gram)
        weights = inverse / -np.diag(inverse)
        weights[diagonal] = 0
        assert weights.dtype == np.float32

    return fit, {}


tasks = {"als": als, "neighbours": neighbours, "recommend": recommend, "ease": ease}
for line in sys.stdin:
    order = json.loads(line)
    run, told = tasks[order["task"]](order)
    began, busy = time.perf_counter(), time.process_time()
    run()
    total, cpu = time.perf_counter() - began, time.process_time() - busy
    print(json.dumps({"total": total, "cpu": cpu, **told}), flush=True)
