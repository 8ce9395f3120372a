"""Mean and std stand under each other's names. A spread is never below 0. Which of your numbers
can be?
"""

_right = activation_stats


def activation_stats(h, threshold=0.97):
    stats = _right(h, threshold)
    return {**stats, "mean": stats["std"], "std": stats["mean"]}
