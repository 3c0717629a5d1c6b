"""The other side of bench/measures/native.ts: ALS of the package implicit, driven by lines of JSON.

Usage: python scripts/golden/bench_implicit.py FOLDER      (needs numpy, scipy and implicit; started by the benchmark)
FOLDER holds users.bin and items.bin (int32, the training pairs), held.bin (int32, pairs of user and item) and shape.json. Each line of the standard input
is {"iterations", "threads", "cg", "alpha", "regularization", "size", "ndcg": wanted?}; the answer is {"total": seconds of fit, "cpu": those of all
threads, "sweeps": seconds of each iteration, "ndcg": of the held-out items after each iteration, NDCG@10 over all items that the person does not have}.
"""

import json
import os
import sys
import time
import warnings

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # as implicit asks for: it has threads of its own
warnings.filterwarnings("ignore")
import implicit
import numpy as np
import scipy.sparse as sparse
from implicit.cpu.als import AlternatingLeastSquares

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
for line in sys.stdin:
    order = json.loads(line)
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

    began, busy = time.perf_counter(), time.process_time()
    model.fit(matrix, show_progress=False, callback=after)
    total, cpu = time.perf_counter() - began, time.process_time() - busy
    print(json.dumps({"total": total, "cpu": cpu, "sweeps": sweeps, "ndcg": reached}), flush=True)
