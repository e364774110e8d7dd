package view

import (
	"math"

	"github.com/histodrift/histodrift/pkg/confidence"
	"github.com/histodrift/histodrift/pkg/request"
)

// Conclusion is what the last point of a measure that could be judged comes to.
type Conclusion struct {
	Floor    float64                   // Noise floor; NaN of what has none.
	Required float64                   // Samples on each side that it takes to tell a change as large as the threshold from noise; NaN without.
	PValue   float64                   // Of no change at all; NaN where it can't be tested.
	QValue   float64                   // The same over all groups: the share of false discoveries among groups with no larger one.
	Parts    []confidence.Contribution // Of the bins to KL, with simultaneous limits; nil of measures that are not made of bins.
	Ranks    []int                     // Bins by what they certainly contribute.
	Tied     []bool                    // Bins that may contribute as much as the first.
	Sentence string                    // The result in plain words.
}

// conclude draws the conclusions of all measures.
func (j *judge) conclude() error {
	for k := range j.group.Measures {
		m := &j.group.Measures[k]
		if m.Last == nil {
			continue
		}
		concluded, err := j.concluded(m)
		if err != nil {
			return err
		}
		m.Last.Conclusion = concluded
		if m.Resolution == Full && !m.Name.IsMass() {
			j.findings.threshold(m.Name, m.Last, j.query)
		}
	}
	return nil
}

func (j *judge) concluded(m *Measure) (c Conclusion, err error) {
	e := m.Last.estimation
	if c.Floor, err = e.floor(m.Name); err != nil {
		return c, err
	}
	if c.Required, err = e.required(m.Name); err != nil {
		return c, err
	}
	if c.PValue, err = e.pValue(); err != nil {
		return c, err
	}
	c.QValue = math.NaN()
	if c.Parts, err = confidence.Contributions(e.pair.Current.Counts, e.pair.Baseline.Counts, e.noise.with(e.options)); err != nil {
		return c, err
	}
	c.Ranks, c.Tied = confidence.Rank(c.Parts), confidence.Tied(c.Parts)
	c.Sentence = sentence{measure: m.Name, query: j.query, last: m.Last, conclusion: c}.String()
	return c, nil
}

// mostDrawn is the most groups with a noise floor and an expected range: more would hide each other.
const mostDrawn = 3

// forGroups switches off what so many groups can't show.
func forGroups(query request.Query, groups int) request.Query {
	if groups <= mostDrawn {
		return query
	}
	off := false
	query.Confidence.NoiseFloor, query.Confidence.ExpectedRange = &off, false
	return query
}

// withFalseDiscovery adds the q-values of the groups, one family for each measure and resolution.
func withFalseDiscovery(groups []Group) []Group {
	if len(groups) == 0 {
		return groups
	}
	for k := range groups[0].Measures {
		all := make([]float64, len(groups))
		for g := range groups {
			all[g] = math.NaN()
			if last := groups[g].Measures[k].Last; last != nil {
				all[g] = last.Conclusion.PValue
			}
		}
		for g, q := range confidence.FalseDiscovery(all) {
			if last := groups[g].Measures[k].Last; last != nil {
				last.Conclusion.QValue = q
			}
		}
	}
	return groups
}
