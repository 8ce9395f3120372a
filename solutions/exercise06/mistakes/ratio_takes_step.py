"""The call has also taken the step: the parameter is changed. Which line writes into param?"""


def update_ratio(param, grad, lr):
    update = lr * grad
    return (torch.log10(update.std() / param.std()).item(), param.sub_(update))[0]
