package view

import (
	"context"
	"math"
	"time"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
)

// judge computes all points of one group.
type judge struct {
	query    request.Query
	points   []plan.Point
	sides    pair
	rows     rows
	normals  normals
	group    Group
	findings findings
}

func newJudge(query request.Query, p plan.Plan, sides pair) *judge {
	kind := query.Replicates.Kind
	if p.HasLevels() { // Instances that go on running are no events that come again.
		kind = request.NoReplicates
	}
	j := &judge{
		query: query, points: p.Points, sides: sides, group: newGroup(sides.labels, query, len(p.Points)),
		rows:    rows{kind: kind, sides: sides, cell: p.Cell, current: stretches{}, baseline: stretches{}},
		normals: normals{plan: p, past: map[time.Time]map[request.Measure]float64{}},
	}
	j.findings.hides = query.SuppressBelow > 1
	j.findings.asked = p.Points[0].Windows[0].Length // There is always a point.
	return j
}

func (j *judge) run(ctx context.Context) error {
	for i, point := range j.points {
		if err := ctx.Err(); err != nil {
			return fault.New(fault.Canceled, "the query was canceled", "").Because(err)
		}
		compared, err := j.compare(point)
		if err != nil {
			return err
		}
		j.findings.take(compared, j.query)
		j.group.Status[i], j.group.Length[i], j.group.Noise[i] = compared.status, compared.windows.Length, compared.noise
		j.group.Current[i], j.group.Baseline[i] = shownCount(compared.pair.Current.Total(), j.query), shownCount(samples(compared.pair.Baseline), j.query)
		if compared.status != OK {
			continue
		}
		if err := j.measure(i, point.Time, compared); err != nil {
			return err
		}
	}
	return nil
}

// estimation estimates on some bins of a comparison, which have a resolution.
func (j *judge) estimation(c comparison, bins distribution.Pair, resolution Resolution) estimation {
	e := estimation{query: j.query, pair: bins, noise: c.noise, options: j.options(bins)}
	switch {
	case c.study == nil:
	case resolution == Full:
		e.study = c.study
	default:
		if replicates, ok := j.rows.design(c, bins); ok {
			e.study = &study{replicates: replicates, kind: -1}
		}
	}
	return e
}

// binsFor are the bins that a measure is computed on: what is new stays so, whatever it is joined with.
func binsFor(name request.Measure, c comparison) distribution.Pair {
	if name.IsMass() {
		return c.aligned
	}
	return c.pair
}

// measure computes all measures of point i.
func (j *judge) measure(i int, at time.Time, compared comparison) error {
	for k := range j.group.Measures {
		m := &j.group.Measures[k]
		bins := binsFor(m.Name, compared)
		if m.Resolution != Full {
			bins = bins.Coarser(int(m.Resolution))
		}
		if m.Name.NeedsOrder() && !bins.Current.Ordered {
			return noOrder(m.Name)
		}
		e := j.estimation(compared, bins, m.Resolution)
		value, err := e.of(m.Name)
		if err != nil {
			return err
		}
		if err := j.beside(&value.Value, e, m, at); err != nil {
			return err
		}
		m.Values[i] = value.Value
		for side, moved := range value.Moved {
			j.findings.moved[side] = max(j.findings.moved[side], moved)
		}
		if math.IsNaN(value.Estimate) {
			j.findings.blank(m.Resolution, i)
			continue
		}
		if m.Resolution == Full {
			j.findings.unbounded(m.Name, bins.Current, value.open)
			j.findings.doubted(m.Name, value.doubt)
			if math.IsInf(value.Estimate, 1) {
				j.group.Status[i] = Infinite
				j.findings.infinite(m.Name, bins)
			}
		}
		if j.query.View == request.ViewContributions && !j.query.Instant {
			parts, err := e.parts(m.Name)
			if err != nil {
				return err
			}
			m.Bins.add(i, len(j.points), parts)
		}
		m.Last = &Snapshot{Time: at, Windows: compared.windows, Pair: bins, Value: value.Value, Noise: compared.noise, Groups: value.groups, Hidden: compared.hidden, estimation: e}
	}
	return nil
}

// beside adds what is drawn beside a value.
func (j *judge) beside(value *Value, e estimation, m *Measure, at time.Time) (err error) {
	if j.query.Confidence.HasNoiseFloor() {
		if value.Floor, err = e.floor(m.Name); err != nil {
			return err
		}
	}
	if j.normals.plan.Past != nil && m.Resolution == Full {
		value.Normal, err = j.normals.at(j, at, m.Name)
		if math.IsNaN(value.Normal.Median) {
			j.findings.unusual++
		}
	}
	return err
}

// noOrder is the fault of a measure of numbers that is asked of names.
func noOrder(name request.Measure) error {
	return fault.InField("measures", string(name)+" needs values in an order, and categories have none", "use js or tv")
}
