package prometheus

import (
	"errors"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/config"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/scrape"
)

// Metadata describes one metric family.
type Metadata struct {
	// Name of the family: without _bucket, _sum and _count for a histogram.
	Name string
	// Type is one of Prometheus's: counter, gauge, histogram, summary, ….
	Type model.MetricType
	Help string
	// Unit may be empty.
	Unit string
}

const pool = "lab"

// targets is one target that is never scraped. The API reads metadata from targets and from nowhere else.
type targets struct{ target *scrape.Target }

func newTargets(known []Metadata) *targets {
	store := make(metadataStore, 0, len(known))
	for _, m := range known {
		store = append(store, scrape.MetricMetadata{MetricFamily: m.Name, Type: m.Type, Help: m.Help, Unit: m.Unit})
	}
	settings := config.DefaultScrapeConfig
	settings.JobName = pool
	target := scrape.NewTarget(
		labels.FromStrings(model.AddressLabel, "lab", model.SchemeLabel, "http", model.MetricsPathLabel, "/metrics",
			model.JobLabel, pool, model.InstanceLabel, "lab"),
		&settings, nil, nil)
	target.SetMetadataStore(store)
	return &targets{target}
}

// TargetsActive implements the API's target retriever.
func (t *targets) TargetsActive() map[string][]*scrape.Target {
	return map[string][]*scrape.Target{pool: {t.target}}
}

// ScrapePools implements the API's scrape pool retriever.
func (*targets) ScrapePools() []string { return []string{pool} }

// TargetsDropped implements the API's target retriever.
func (*targets) TargetsDropped() map[string][]*scrape.Target { return nil }

// TargetsDroppedCounts implements the API's target retriever.
func (*targets) TargetsDroppedCounts() map[string]int { return nil }

// ScrapePoolConfig implements the API's target retriever.
func (*targets) ScrapePoolConfig(string) (*config.ScrapeConfig, error) {
	return nil, errors.New("the lab scrapes nothing")
}

// metadataStore implements scrape.MetricMetadataStore.
type metadataStore []scrape.MetricMetadata

func (s metadataStore) ListMetadata() []scrape.MetricMetadata { return s }

func (s metadataStore) GetMetadata(family string) (scrape.MetricMetadata, bool) {
	for _, m := range s {
		if m.MetricFamily == family {
			return m, true
		}
	}
	return scrape.MetricMetadata{}, false
}

func (s metadataStore) LengthMetadata() int { return len(s) }

func (s metadataStore) SizeMetadata() (size int) {
	for _, m := range s {
		size += len(m.Help) + len(m.Unit) + len(m.Type)
	}
	return size
}
