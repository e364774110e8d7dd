package request

// ValidateLookup checks a selection that a look-up is about: it needs no metric, and no categories.
func (s Selection) ValidateLookup(field string) error {
	if s.Metric != "" {
		if err := checkMetric(field+".metric", s.Metric); err != nil {
			return err
		}
	}
	return checkMatchers(field+".matchers", s.Matchers)
}
