package scenario

// All returns every scenario of the lab, each a fresh value that may be changed.
func All() []Scenario {
	return []Scenario{
		Checkout(), Recommendation(), Catalog(), Orders(), Store(), Telemetry(), Tenants(),
		Serving(), Flags(), Pricing(), Fleet(), Saas(), Payments(), Edge(), ETL(), Capacity(), Front(), Gateway(),
	}
}
