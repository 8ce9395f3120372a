"""This is the perplexity: how many equally frequent classes would be as hard to predict. The
exercise asks for the loss itself. Which step is superfluous?
"""


def zero_init_floor(targets, vocab_size):
    frequency = torch.bincount(targets, minlength=vocab_size).double() / len(targets)
    occurring = frequency[frequency > 0]
    surprise = (1 / occurring).log()
    return (occurring * surprise).sum().exp().item()
