package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"github.com/histodrift/histodrift/lab/scenario"
	"github.com/histodrift/histodrift/lab/traffic"
)

const (
	day = 24 * time.Hour
	// drawn is the scrape interval of the simulated pods. Cells are whole minutes at any scrape interval, so that a shorter one
	// would see the same counts.
	drawn = time.Minute
	// lead is how much is drawn before the first evaluation: three weeks of seasons and a day of windows.
	lead = 22 * day
)

// begin is when evaluation begins: a Monday at midnight, so that 30 days hold four weekends.
var begin = time.Date(2026, 10, 5, 0, 0, 0, 0, time.UTC)

// bounds are the buckets that Prometheus' client libraries have by default.
var bounds = []float64{0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10}

// bins is how many bins the bounds make.
var bins = len(bounds) + 1

// worldOptions say what is drawn.
type worldOptions struct {
	days, groups int
	seed         uint64
	persistent   bool    // Whether deviations last half an hour rather than a minute.
	drift        float64 // KL(current‖baseline) of each drift in nats; 0: none.
}

// world is what a Prometheus would have counted, by group and minute.
type world struct {
	worldOptions
	start   time.Time // Of the first minute.
	minutes int
	groups  []*group
}

// group is a service with its traffic, and what was counted of it.
type group struct {
	name   string
	rate   float64 // Mean of its events per second.
	counts []int16 // By minute and bin. Below 0 where a restart makes a bucket gain less than the one before.
	errors []int16 // By minute.
	base   float64 // Its error ratio in the long run.
	drifts []time.Time

	shape scenario.Mixture
}

// driftLength is how long each drift lasts.
const driftLength = day

// newWorld draws a world. Equal options give equal counts.
func newWorld(o worldOptions) (*world, error) {
	w := &world{worldOptions: o, start: begin.Add(-lead)}
	w.minutes = int((lead + time.Duration(o.days)*day) / time.Minute)
	made := scenario.Scenario{Name: "pages"}
	for i := range o.groups {
		g, metric := newGroup(i, o)
		w.groups, made.Metrics = append(w.groups, g), append(made.Metrics, metric)
	}
	fleet, err := traffic.NewFleet([]scenario.Scenario{made}, traffic.Options{Seed: o.seed, Scrape: drawn, Start: w.start, Now: begin})
	if err != nil {
		return nil, err
	}
	of := map[string]*group{}
	for _, g := range w.groups {
		g.counts, g.errors = make([]int16, w.minutes*bins), make([]int16, w.minutes)
		of[g.name] = g
	}
	for i, pod := range fleet {
		w.watch(pod, of[pod.Labels["group"]], rand.New(rand.NewPCG(o.seed, uint64(100_000+i))))
	}
	for i, g := range w.groups {
		w.fail(g, rand.New(rand.NewPCG(o.seed, uint64(1000+i))))
	}
	return w, nil
}

// The traffic of the groups lies between these rates, evenly on a logarithmic scale.
const slowest, fastest = 0.01, 50.0

// newGroup draws what sets a group apart from the others. Half of its traffic comes in short bursts; the mix of the other
// half wanders from one value to the next over hours.
func newGroup(i int, o worldOptions) (*group, scenario.Metric) {
	random := rand.New(rand.NewPCG(o.seed, uint64(i)))
	between := func(low, high float64) float64 { return low + (high-low)*random.Float64() }
	g := &group{name: fmt.Sprintf("g%03d", i), base: between(0.001, 0.005)}
	g.rate = slowest * math.Pow(fastest/slowest, (float64(i)+0.5)/float64(o.groups))
	median := between(0.03, 0.2)
	g.shape = scenario.Mixture{
		{Weight: 1, Median: median, Sigma: between(0.5, 0.8)},
		{Weight: between(0.08, 0.25), Median: median * between(4, 8), Sigma: between(0.4, 0.7)},
	}
	labels := scenario.Labels{"group": g.name}
	half := scenario.Rate{PerSecond: g.rate / 2, Swing: between(0.3, 0.7), Peak: time.Duration(between(10, 20) * float64(time.Hour))}
	quick := quickBurst(g.rate/2, g.shape[1].Weight/g.shape.Weight())
	slow := scenario.Burst{Length: time.Duration(between(2, 6)*60) * time.Minute, Traffic: 0.1, Modes: 0.15}
	if o.persistent {
		quick = scenario.Burst{Length: 30 * time.Minute, Traffic: 0.3, Modes: 0.3}
	}
	pod := func(kind string, burst scenario.Burst) scenario.Group {
		restart := time.Duration(between(20, 100)*60) * time.Minute
		return scenario.Group{Labels: labels, Pods: []string{g.name + "-" + kind}, Rate: half, Values: g.shape, Burst: burst, Restart: restart}
	}
	// Weekends and nights are a little different, of some groups more than of others.
	weekend := scenario.Schedule{Calendar: true, Starts: 5 * day, Lasts: 2 * day, Every: 7 * day}
	night := scenario.Schedule{Calendar: true, Lasts: 6 * time.Hour, Every: day}
	metric := scenario.Metric{
		Name: "requests_" + g.name + "_seconds", Unit: "seconds", Help: "Requests.",
		Layout: scenario.Layout{Bounds: bounds}, Groups: []scenario.Group{pod("quick", quick), pod("slow", slow)},
		Rhythms: []scenario.Drift{
			{Name: "weekend", About: "Fewer and other users.", Where: labels, Effect: scenario.Stretch{Factor: between(1, 1.1)}, Schedule: weekend},
			{Name: "quiet-weekend", About: "Fewer users.", Where: labels, Effect: scenario.Traffic{Factor: between(0.4, 0.9)}, Schedule: weekend},
			{Name: "night", About: "Jobs that run at night.", Where: labels, Effect: scenario.Stretch{Factor: between(0.9, 1)}, Schedule: night},
		},
	}
	if o.drift > 0 {
		metric.Drifts = g.drift(i, o, random)
	}
	return g, metric
}

// designEffect is how many times as much as of independent events the share of slow requests of a group varies from one
// burst to the next: half of its traffic comes in bursts.
const designEffect = 3

// quickBurst are bursts that give traffic, together with as much again without any, the design effect. They last a minute,
// and longer where so few events can't vary by as much.
func quickBurst(perSecond, slow float64) scenario.Burst {
	excess := 2 * (designEffect - 1) / (2 * slow * (1 - slow)) // Times one over the events of a burst: the variance of each mode.
	minutes := min(max(1, math.Ceil(excess/(60*perSecond))), 10)
	events := 60 * minutes * perSecond
	return scenario.Burst{Length: time.Duration(minutes) * time.Minute, Traffic: 0.3, Modes: math.Min(1, math.Sqrt(excess/events))}
}

// minute is the index of the minute that a moment ends.
func (w *world) minute(at time.Time) int {
	return int((at.Sub(w.start)+time.Minute-1)/time.Minute) - 1
}

// watch scrapes a pod as Prometheus does and adds what each of its buckets has gained since the last scrape that worked. A
// pod that has restarted misses up to two scrapes, and any pod one in a thousand.
func (w *world) watch(pod *traffic.Pod, g *group, random *rand.Rand) {
	end := w.start.Add(time.Duration(w.minutes) * time.Minute).UnixMilli()
	var before []uint64
	total, away := uint64(0), 0
	for pod.Due() <= end {
		reading := pod.Scrape()
		now := uint64(0)
		for _, n := range reading.Counts {
			now += n
		}
		if now < total {
			away = random.IntN(3)
		}
		total = now
		if away > 0 || random.IntN(1000) == 0 {
			away = max(0, away-1)
			continue
		}
		cumulative := reading.Cumulative()
		if before != nil {
			w.gain(g, w.minute(time.UnixMilli(reading.Millis)), before, cumulative)
		}
		before = cumulative
	}
}

// gain adds what increase() sees between two scrapes: a counter that is lower than before has begun anew.
func (w *world) gain(g *group, minute int, before, after []uint64) {
	if minute < 0 || minute >= w.minutes {
		return
	}
	below := int16(0)
	for i := range after {
		gained := int16(after[i])
		if after[i] >= before[i] {
			gained = int16(after[i] - before[i])
		}
		g.counts[minute*bins+i] += gained - below
		below = gained
	}
}
