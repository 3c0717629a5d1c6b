"""Golden file of the online learners: FTRL-Proximal and a factorization machine by AdaGrad, in numpy with dense vectors, on a drawn stream.

Usage: python3 scripts/golden/online.py > test/golden/online.json     (numpy)
"""
import json
import sys

import numpy as np

rng = np.random.default_rng(5)
places, examples, split = 16, 60, 3
stream = []
for _ in range(examples):
    count = int(rng.integers(split + 1, 9))
    indexes = rng.choice(places, size=count, replace=False)
    values = np.round(rng.uniform(0.2, 1.5, size=count), 2)
    stream.append({"indexes": indexes.tolist(), "values": values.tolist(), "label": int(rng.uniform() < 0.4)})


def dense(example):
    x = np.zeros(places + 1)
    x[example["indexes"]] = example["values"]
    x[places] = 1
    return x


def sigmoid(logit):
    return 1 / (1 + np.exp(-logit))


def ftrl(alpha=0.2, beta=1.0, l1=0.05, l2=0.5):
    z, n, logits = np.zeros(places + 1), np.zeros(places + 1), []
    penalty1, penalty2 = np.full(places + 1, l1), np.full(places + 1, l2)
    penalty1[places] = penalty2[places] = 0
    for example in stream:
        x = dense(example)
        w = -(z - np.sign(z) * penalty1) / ((beta + np.sqrt(n)) / alpha + penalty2)
        w[np.abs(z) <= penalty1] = 0
        logit = w @ x
        logits.append(float(f"{logit:.9g}"))
        g = (sigmoid(logit) - example["label"]) * x
        z += g - (np.sqrt(n + g * g) - np.sqrt(n)) / alpha * w
        n += g * g
    return {"learningRate": alpha, "beta": beta, "l1": l1, "l2": l2, "logits": logits}


def machine(size=3, rate=0.1, regularization=0.01):
    factors = np.round(rng.normal(scale=0.2, size=(places, size)), 3)
    start, w, w_squares, v_squares, logits = factors.copy(), np.zeros(places + 1), np.zeros(places + 1), np.zeros((places, size)), []
    for example in stream:
        x = dense(example)
        pairs = sum(
            (factors[a] @ factors[b]) * x[a] * x[b] for k, a in enumerate(example["indexes"]) for b in example["indexes"][k + 1 :]
        )
        logit = w @ x + pairs
        logits.append(float(f"{logit:.9g}"))
        error = sigmoid(logit) - example["label"]
        active = x != 0
        gradient = np.where(active, error * x + regularization * w, 0)
        sums = x[:places] @ factors
        v_gradient = error * x[:places, None] * (sums[None, :] - factors * x[:places, None]) + regularization * factors
        v_gradient[~active[:places]] = 0
        w_squares += gradient**2
        v_squares += v_gradient**2
        w -= rate * gradient / np.sqrt(w_squares + 1e-8)
        factors = factors - rate * v_gradient / np.sqrt(v_squares + 1e-8)
    return {"embeddingSize": size, "learningRate": rate, "regularization": regularization, "factors": start.ravel().tolist(), "logits": logits}


json.dump(
    {
        "command": "python3 scripts/golden/online.py",
        "versions": {"python": sys.version.split()[0], "numpy": np.__version__},
        "bits": 4,
        "split": split,
        "stream": stream,
        "ftrl": ftrl(),
        "machine": machine(),
    },
    sys.stdout,
    separators=(",", ":"),
)
print()
