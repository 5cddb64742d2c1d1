"""What follows from the findings, who deviates from it and why; fixed with the last signature.

Reading order: model (deviations), computing, deviating, service (the act), store, api.
"""
