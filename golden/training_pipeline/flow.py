"""A training pipeline: check the data, sweep over models and folds, keep the best, publish it if it is good enough."""

from features import FEATURES, make_rows, split_folds
from metaflow import Config, FlowSpec, JSONType, Parameter, catch, current, project, resources, retry, step, timeout


@project(name="house_prices")
class TrainingPipeline(FlowSpec):
    """Trains several linear models on generated data and publishes the best one."""

    sweep = Config("sweep", default="sweep.json")
    rows = Parameter("rows", default=60, help="How many rows to generate.")
    threshold = Parameter("threshold", default=0.5, help="Largest mean error that may be published.")
    overrides = Parameter("overrides", default="{}", type=JSONType, help="Learning rates by model name.")

    @step
    def start(self):
        """Generate the rows and set up the sweep."""
        self.data = make_rows(self.rows)
        self.models = [dict(model) for model in self.sweep.models]
        for model in self.models:
            model["rate"] = self.overrides.get(model["name"], model["rate"])
        self.next(self.validate_schema, self.validate_range)

    @step
    def validate_schema(self):
        """Every row has every feature."""
        self.problems = [i for i, row in enumerate(self.data) if set(row) != {*FEATURES, "price"}]
        self.next(self.validated)

    @step
    def validate_range(self):
        """No price is negative."""
        self.problems = [i for i, row in enumerate(self.data) if row["price"] < 0]
        self.next(self.validated)

    @step
    def validated(self, inputs):
        """Put both checks together."""
        self.problems = inputs.validate_schema.problems + inputs.validate_range.problems
        self.merge_artifacts(inputs, include=["data", "models"])
        self.verdict = "clean" if not self.problems else "dirty"
        self.next(self.gate)

    @step
    def gate(self):
        """Go on with clean data only."""
        self.next({"clean": self.plan, "dirty": self.reject}, condition="verdict")

    @step
    def reject(self):
        """Say what is wrong with the data."""
        self.outcome = "rejected %d rows" % len(self.problems)
        self.next(self.end)

    @step
    def plan(self):
        """One branch of the sweep for each model."""
        self.folds = split_folds(len(self.data), self.sweep.folds)
        self.next(self.sweep_model, foreach="models")

    @step
    def sweep_model(self):
        """Cross-validate one model."""
        self.model = self.input
        self.next(self.train_fold, foreach="folds")

    @catch(var="failure", print_exception=False)
    @retry(times=2, minutes_between_retries=0)
    @timeout(minutes=10)
    @resources(cpu=2, memory=2048)
    @step
    def train_fold(self):
        """Fit on all rows but one fold, measure on that fold."""
        if self.model["name"] == "broken":
            raise ValueError("cannot train %s" % self.model["name"])
        if self.index == 0 and current.retry_count == 0:
            raise ConnectionError("the first attempt of the first fold never works")
        weights = dict.fromkeys(FEATURES, 0.0)
        held_out = set(self.input)
        training = [row for i, row in enumerate(self.data) if i not in held_out]
        for _ in range(self.model["epochs"]):
            for row in training:
                error = sum(weights[f] * row[f] for f in FEATURES) - row["price"]
                for f in FEATURES:
                    weights[f] -= self.model["rate"] * error * row[f]
        testing = [self.data[i] for i in self.input]
        errors = [abs(sum(weights[f] * row[f] for f in FEATURES) - row["price"]) for row in testing]
        self.error = round(sum(errors) / len(errors), 6)
        self.weights = {f: round(w, 6) for f, w in weights.items()}
        self.next(self.score_model)

    @step
    def score_model(self, inputs):
        """The mean error of one model over its folds."""
        self.model = inputs[0].model
        errors = [fold.error for fold in inputs if fold.failure is None]
        self.trained = len(errors)
        self.mean_error = round(sum(errors) / len(errors), 6) if errors else None
        self.next(self.select)

    @step
    def select(self, inputs):
        """Keep the model with the least error."""
        self.board = sorted(
            [[task.model["name"], task.mean_error] for task in inputs if task.mean_error is not None],
            key=lambda entry: entry[1],
        )
        self.failed = [task.model["name"] for task in inputs if task.trained == 0]
        self.best = self.board[0][0]
        self.good = self.board[0][1] <= self.threshold
        self.next(self.decide)

    @step
    def decide(self):
        """Publish only what is good enough."""
        self.next({True: self.publish, False: self.keep_old}, condition="good")

    @step
    def publish(self):
        """The model goes out."""
        self.outcome = "published %s" % self.best
        self.next(self.end)

    @step
    def keep_old(self):
        """The old model stays."""
        self.outcome = "kept the old model"
        self.next(self.end)

    @step
    def end(self):
        """Say what came of it."""
        print(self.outcome)


if __name__ == "__main__":
    TrainingPipeline()
