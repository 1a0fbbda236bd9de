"""A nightly ETL: read several sources, clean and aggregate each table, load them, and check the totals."""

import json

from metaflow import FlowSpec, IncludeFile, Parameter, catch, environment, kubernetes, resources, retry, schedule, step, timeout


@schedule(cron="15 2 * * *", timezone="UTC")
class NightlyEtl(FlowSpec):
    """Loads orders and customers of every region into one summary."""

    sources = IncludeFile("sources", default="sources.json", help="Rows by region.")
    regions = Parameter("regions", default="north,south,west", separator=",", help="Regions to load.")
    mode = Parameter("mode", default="full", help="full or orders_only")

    @step
    def start(self):
        """Read the list of regions."""
        self.tables = json.loads(self.sources)
        self.wanted = [region for region in self.regions if region in self.tables]
        self.missing = [region for region in self.regions if region not in self.tables]
        self.next(self.extract, foreach="wanted")

    @retry(times=3, minutes_between_retries=1)
    @timeout(minutes=30)
    @environment(vars={"EXTRACT_CHUNK": "500"})
    @step
    def extract(self):
        """The raw rows of one region."""
        self.region = self.input
        self.raw = self.tables[self.region]
        self.next(self.clean_orders, self.clean_customers)

    @step
    def clean_orders(self):
        """Drop orders without an amount."""
        self.orders = [row for row in self.raw["orders"] if row["amount"] is not None]
        self.dropped = len(self.raw["orders"]) - len(self.orders)
        self.next(self.merge_region)

    @step
    def clean_customers(self):
        """One row a customer, by name."""
        self.customers = sorted({row["name"].strip().title() for row in self.raw["customers"]})
        self.dropped = len(self.raw["customers"]) - len(self.customers)
        self.next(self.merge_region)

    @step
    def merge_region(self, inputs):
        """Both tables of a region."""
        self.orders = inputs.clean_orders.orders
        self.customers = inputs.clean_customers.customers
        self.dropped = sum(branch.dropped for branch in inputs)
        self.merge_artifacts(inputs, include=["region", "missing", "tables"])
        self.next(self.aggregate)

    @resources(memory=2048)
    @step
    def aggregate(self):
        """The totals of a region."""
        self.summary = {
            "region": self.region,
            "revenue": sum(row["amount"] for row in self.orders),
            "customers": len(self.customers),
        }
        self.next(self.collect)

    @step
    def collect(self, inputs):
        """All regions together."""
        self.summaries = [task.summary for task in inputs]
        self.dropped = sum(task.dropped for task in inputs)
        self.merge_artifacts(inputs, include=["missing", "tables"])
        self.next(self.choose)

    @step
    def choose(self):
        """Customers are loaded in full mode only."""
        self.plan = self.mode
        self.next({"full": self.load_all, "orders_only": self.load_orders}, condition="plan")

    @step
    def load_all(self):
        """Both tables at the same time."""
        self.next(self.load_revenue, self.load_customers)

    @kubernetes(service_account="warehouse-writer", secrets=["warehouse-login"])
    @step
    def load_revenue(self):
        """Write the revenue."""
        self.loaded = {"revenue": sum(summary["revenue"] for summary in self.summaries)}
        self.next(self.loaded_all)

    @kubernetes(service_account="warehouse-writer", secrets=["warehouse-login"])
    @step
    def load_customers(self):
        """Write the customers."""
        self.loaded = {"customers": sum(summary["customers"] for summary in self.summaries)}
        self.next(self.loaded_all)

    @step
    def loaded_all(self, inputs):
        """Everything is in."""
        self.loaded = {**inputs.load_revenue.loaded, **inputs.load_customers.loaded}
        self.merge_artifacts(inputs)
        self.next(self.verify)

    @step
    def load_orders(self):
        """Write the revenue alone."""
        self.loaded = {"revenue": sum(summary["revenue"] for summary in self.summaries)}
        self.next(self.verify)

    @catch(var="complaint", print_exception=False)
    @step
    def verify(self):
        """Compare with the sources."""
        expected = sum(r["amount"] or 0 for s in self.summaries for r in self.tables[s["region"]]["orders"])
        assert self.loaded["revenue"] == expected, "revenue differs"
        self.next(self.end)

    @step
    def end(self):
        """The line that people read in the morning."""
        self.verified = self.complaint is None
        self.line = "%d regions, %d dropped, missing %s" % (len(self.summaries), self.dropped, self.missing)


if __name__ == "__main__":
    NightlyEtl()
