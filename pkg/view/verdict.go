package view

import (
	"context"
	"math"
	"runtime"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/histodrift/histodrift/pkg/confidence"
	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/settings"
)

// Ruling is what a verdict says.
type Ruling string

// The rulings.
const (
	Pass         Ruling = "pass"         // The divergence is certainly below the threshold, or the change for the better.
	Inconclusive Ruling = "inconclusive" // Not known yet.
	Fail         Ruling = "fail"         // The divergence is certainly above the threshold. It stays so.
)

// Code is the ruling as a number: the larger, the worse.
func (r Ruling) Code() int {
	switch r {
	case Pass:
		return 0
	case Fail:
		return 2
	case Inconclusive:
	}
	return 1
}

// Verdicts is the answer of the view verdict.
type Verdicts struct {
	Times    []time.Time // The moments that are asked about.
	Groups   []Verdict
	Category []string
	Notices  []Notice
}

// Verdict is that of one group.
type Verdict struct {
	Group           // What was computed at the last look, as the only point; no point where there was none.
	Since time.Time // When its counts begin.
	Looks []Look
	Held  []Held // At each of the moments.
}

// Look is one look at what has come in since the beginning.
type Look struct {
	Time      time.Time
	Windows   plan.Windows
	N         [2]float64 // Samples: current, baseline; NaN where exact.
	Effective [2]float64
	Counted   [2]float64 // Samples before bins were aligned, which looks go by.
	Level     float64    // Of this look, so that all together have that of the query.
	Value     Value
	Worse     *Worse
	Parity    *Parity
	Ruling    Ruling
	Reason    string
}

// Held is what holds at a moment: the ruling of the last look before it.
type Held struct {
	Look      *Look // nil where there was none yet.
	Ruling    Ruling
	Begun     bool       // It has begun at this moment.
	N         [2]float64 // Samples so far: current, baseline; NaN where exact.
	DecidedAt time.Time  // Since when the ruling holds; zero where it is inconclusive.
	Looks     int
	Needed    float64 // About how many more samples of current would decide; NaN where nobody knows, or it is decided.
	Next      float64 // About at how many samples of current the next look is; NaN after the last one.
	Reason    string  // Of the last moment only.
}

// VerdictOf judges each group by the counts that have come in since the verdict began. However often it is asked, the
// chance that it ever says fail of a group whose divergence is not above the threshold is at most half of 1 − level, as is
// that of a wrong pass: it looks at doublings of the samples only, see confidence.Looks. The error is a *fault.Error.
func VerdictOf(ctx context.Context, query request.Query, p plan.Plan, answers []fetch.Answer, limits settings.Limits) (Verdicts, error) {
	result, read, p, err := begin(query, p, answers, limits, limits.Groups)
	if err != nil {
		return Verdicts{}, err
	}
	mixes, notices, err := readMix(query, p, answers, limits)
	if err != nil {
		return Verdicts{}, err
	}
	verdicts := Verdicts{Times: p.Shown, Category: result.Category, Notices: append(result.Notices, notices...), Groups: make([]Verdict, len(read.pairs))}
	if alone := apart(read.pairs, query); alone != nil {
		verdicts.Notices = append(verdicts.Notices, *alone)
		if p.Hint != "" {
			verdicts.Notices = append(verdicts.Notices, Notice{Text: p.Hint, Warning: true})
		}
	}
	workers, ctx := errgroup.WithContext(ctx)
	workers.SetLimit(runtime.GOMAXPROCS(0))
	for i, sides := range read.pairs {
		workers.Go(func() (err error) {
			defer fault.Recover(&err)
			c := newCourt(query, p, sides, mixes[groupKey(sides.labels, query)])
			if err := c.sit(ctx); err != nil {
				return err
			}
			verdicts.Groups[i] = c.verdict
			return nil
		})
	}
	if err := workers.Wait(); err != nil {
		return Verdicts{}, err
	}
	if moves(query, p, verdicts.Groups) {
		verdicts.Notices = append(verdicts.Notices, Notice{Text: "verdict.since is not set and the counts are older than the range, so that the verdict is about the range and moves with it. Set since to when the rollout began."})
	}
	return verdicts, nil
}

// moves reports whether a verdict begins where the range does, for want of anything better.
func moves(query request.Query, p plan.Plan, groups []Verdict) bool {
	if !query.Verdict.Since.IsZero() {
		return false
	}
	for _, group := range groups {
		if group.Since.Equal(p.Begun) {
			return true
		}
	}
	return false
}

// court judges one group.
type court struct {
	*judge
	plan    plan.Plan
	mix     *judge // Of how the traffic is made up; nil where nobody asked.
	looks   confidence.Looks
	verdict Verdict
	counts  [][2]float64 // Of each point.
	tried   float64      // Samples at the last attempt to look.
	last    comparison   // Of the last point.
}

func newCourt(query request.Query, p plan.Plan, sides pair, mix *pair) *court {
	c := &court{judge: newJudge(query, p, sides), plan: p, looks: confidence.NewLooks(query.Confidence.Level, leastCount(query))}
	c.verdict = Verdict{Group: newGroup(sides.labels, query, 0)}
	if mix != nil {
		apart := query
		apart.Replicates, apart.Bins = request.Replicates{Kind: request.AutoReplicates}, request.Bins{Kind: request.StoredBins}
		if query.Replicates.Kind == request.NoReplicates {
			apart.Replicates = query.Replicates
		}
		c.mix = newJudge(apart, p, *mix)
	}
	return c
}

// sit goes through the cells, looks where a look is due, and tells what holds at the moments that are asked about.
func (c *court) sit(ctx context.Context) error {
	c.verdict.Since = c.begins()
	for _, point := range c.points {
		if err := ctx.Err(); err != nil {
			return fault.New(fault.Canceled, "the query was canceled", "").Because(err)
		}
		windows := c.plan.Since(c.verdict.Since, point.Windows[0])
		n := c.samplesIn(windows)
		c.counts = append(c.counts, n)
		if !c.due(n) || len(windows.Current) == 0 {
			continue
		}
		c.tried = c.grows(n)
		if err := c.attempt(point.Time, windows); err != nil {
			return err
		}
	}
	return c.conclude()
}

// begins is when the counts of the group begin: with the verdict, or with the first cell that has counts of the current
// side, and of a baseline at the same time. A canary is there before its traffic is.
func (c *court) begins() time.Time {
	if !c.begun() {
		return c.plan.Begun
	}
	firsts := []distribution.Side{c.sides.current}
	if c.plan.SameTime() {
		firsts = append(firsts, c.sides.baseline)
	}
	begins := c.plan.Begun
	for _, side := range firsts {
		if side == nil {
			continue
		}
		for _, point := range c.points {
			start := point.Time.Add(-c.plan.Cell)
			if _, _, ok := side.Window([]plan.Span{{Start: start, End: point.Time}}); ok {
				if start.After(begins) {
					begins = start
				}
				break
			}
		}
	}
	return begins
}

// begun reports whether there is a whole cell since the beginning.
func (c *court) begun() bool { return c.points[0].Time.After(c.plan.Begun) }

// samplesIn are the samples of some windows: current, baseline; NaN where exact, 0 of a side that has none.
func (c *court) samplesIn(windows plan.Windows) [2]float64 {
	var n [2]float64
	if !c.begun() {
		return n
	}
	if c.sides.current != nil {
		h, _, _ := c.sides.current.Window(windows.Current)
		n[0] = h.Total()
	}
	if c.sides.baseline != nil {
		h, _, _ := c.sides.baseline.Window(windows.Baseline)
		n[1] = samples(h)
	}
	return n
}

// grows is the number of samples that looks go by: of the smaller side, or of current where the baseline stays as it is.
func (c *court) grows(n [2]float64) float64 {
	if c.fixedBaseline() || math.IsNaN(n[1]) {
		return n[0]
	}
	return min(n[0], n[1])
}

// fixedBaseline reports whether the baseline has all its samples from the beginning.
func (c *court) fixedBaseline() bool {
	kind := c.query.Baseline.Kind
	return kind == request.Fixed || kind == request.Static
}

// tryGrowth is how many times the samples there have to be for another attempt to take the first look: how many of them
// are effective is found out by an attempt only, and a cell more of a long window changes little.
const tryGrowth = 1.02

// due reports whether there may be enough samples for the next look. Nothing follows a fail.
func (c *court) due(n [2]float64) bool {
	if k := len(c.verdict.Looks); k > 0 && c.verdict.Looks[k-1].Ruling == Fail {
		return false
	}
	grown := c.grows(n)
	return c.begun() && c.looks.Due(grown) && grown >= tryGrowth*c.tried
}

// level is that of each statement of the next look. Where it takes two to pass or to fail, each has half of the errors.
func (c *court) level() float64 {
	level := c.looks.Level()
	if c.query.Verdict.Worse != nil {
		level = 1 - (1-level)/2
	}
	return level
}

// attempt looks, if there are enough effective samples, and stretches that show how bursty they are: a band that takes
// bursts for independent events would fail canaries for nothing. Once there are, when to look depends on nothing but the
// number of samples.
func (c *court) attempt(at time.Time, windows plan.Windows) error {
	level := c.looks.Level()
	asked := c.query.Confidence.Level
	c.query.Confidence.Level = c.level()
	defer func() { c.query.Confidence.Level = asked }()
	compared, err := c.compareIn(windows)
	if err != nil || compared.status != OK || compared.noise.TooFew || compared.noise.Short {
		return err
	}
	look := Look{Time: at, Windows: windows, Effective: compared.effective(), Counted: c.counts[len(c.counts)-1], Level: level, N: [2]float64{compared.pair.Current.Total(), samples(compared.pair.Baseline)}}
	if done, err := c.look(&look, compared); err != nil || !done {
		return err
	}
	c.looks.Take(c.grows(c.counts[len(c.counts)-1]))
	c.verdict.Looks = append(c.verdict.Looks, look)
	return nil
}

// look fills in a look; done is false where there was nothing to be seen.
func (c *court) look(look *Look, compared comparison) (done bool, err error) {
	name := c.query.Measures[0]
	bins := binsFor(name, compared)
	if name.NeedsOrder() && !bins.Current.Ordered {
		return false, noOrder(name)
	}
	e := c.estimation(compared, bins, Full)
	value, err := e.of(name)
	if err != nil || math.IsNaN(value.Estimate) || math.IsNaN(value.Lower) {
		return false, err
	}
	look.Value = value.Value
	if look.Worse, err = c.worse(compared); err != nil {
		return false, err
	}
	if look.Parity, err = c.parity(look.Windows, compared); err != nil {
		return false, err
	}
	c.rule(look)
	snapshot := &Snapshot{Time: look.Time, Windows: look.Windows, Pair: bins, Value: value.Value, Noise: compared.noise, Groups: value.groups, estimation: e}
	snapshot.Conclusion = Conclusion{Floor: math.NaN(), Required: math.NaN(), PValue: math.NaN(), QValue: math.NaN()}
	c.verdict.Group = Group{
		Labels: c.sides.labels, Status: []Status{OK}, Current: []float64{look.N[0]}, Baseline: []float64{look.N[1]}, Noise: []Noise{compared.noise},
		Length: []time.Duration{look.Windows.Length}, Measures: []Measure{{Name: name, Resolution: Full, Values: []Value{value.Value}, Last: snapshot}},
	}
	if math.IsInf(value.Estimate, 1) {
		c.verdict.Group.Status[0] = Infinite
	}
	return true, nil
}

// conclude tells what holds at each moment, and compares the last windows once more, for what is to be said about them.
func (c *court) conclude() error {
	last := c.points[len(c.points)-1]
	windows := c.plan.Since(c.verdict.Since, last.Windows[0])
	var err error
	if c.last, err = c.compareIn(windows); err != nil {
		return err
	}
	c.last.asked = true
	if c.begun() {
		c.findings.take(c.last, c.query)
		c.verdict.Notices = c.findings.notices(c.sides, c.query, 1)
	}
	for _, at := range c.plan.Shown {
		c.verdict.Held = append(c.verdict.Held, c.held(at))
	}
	held := &c.verdict.Held[len(c.verdict.Held)-1]
	held.Reason = c.reason(*held)
	return nil
}

// held is what holds at a moment.
func (c *court) held(at time.Time) Held {
	held := Held{Ruling: Inconclusive, Needed: math.NaN(), Next: math.NaN()}
	index := int(at.Sub(c.points[0].Time) / c.plan.Cell)
	if !c.begun() || at.Before(c.points[0].Time) {
		return held
	}
	held.Begun, held.N = true, c.counts[min(index, len(c.counts)-1)]
	looks := confidence.NewLooks(c.query.Confidence.Level, leastCount(c.query))
	for i := range c.verdict.Looks {
		look := &c.verdict.Looks[i]
		if look.Time.After(at) {
			break
		}
		if look.Ruling != held.Ruling {
			held.DecidedAt = look.Time
		}
		if look.Ruling == Inconclusive {
			held.DecidedAt = time.Time{}
		}
		held.Look, held.Ruling = look, look.Ruling
		held.Looks++
		looks.Take(c.grows(look.Counted))
	}
	if held.Ruling == Fail {
		return held
	}
	point := c.points[min(index, len(c.points)-1)]
	if c.plan.Since(c.verdict.Since, point.Windows[0]).Overlap {
		// Nothing is looked at any more, and a pass of what was then says nothing about what is now.
		held.Ruling, held.DecidedAt = Inconclusive, time.Time{}
		return held
	}
	held.Next = c.nextLook(held, looks)
	if held.Ruling == Inconclusive {
		held.Needed = c.needed(held, looks)
	}
	return held
}
