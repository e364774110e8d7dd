package request

import (
	"fmt"
	"math"
	"strings"

	"github.com/histodrift/histodrift/pkg/fault"
)

func (q *Query) checkStatic() error {
	b := q.Baseline
	checks := []func() error{q.checkStaticKind, b.checkBounds, q.checkCategories, b.checkWeightCount, b.checkWeights, b.checkN}
	for _, check := range checks {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// checkStaticKind asks for the kind of bins that current has.
func (q *Query) checkStaticKind() error {
	bounds, categories := len(q.Baseline.Bounds) > 0, len(q.Baseline.Categories) > 0
	switch {
	case bounds && categories:
		return fault.InField("baseline.categories", "does not apply beside baseline.bounds", "remove one of them")
	case !bounds && !categories:
		return fault.InField("baseline.bounds", "is missing", "give bounds for a histogram, or categories")
	case bounds && len(q.Current.Category) > 0:
		return fault.InField("baseline.bounds", "are those of a histogram, and current has categories", "give categories, or remove current.category")
	case categories && q.Current.isHistogram():
		return fault.InField("baseline.categories", "does not apply, as current is a histogram", "give bounds, or name labels in current.category")
	}
	return nil
}

func (b Baseline) checkBounds() error {
	for i, bound := range b.Bounds {
		field := fmt.Sprintf("baseline.bounds[%d]", i)
		if !finite(bound) {
			return fault.InField(field, fmt.Sprintf("%v is not finite", bound), "remove it: the last weight is for what lies above the last bound")
		}
		if i == 0 || bound > b.Bounds[i-1] {
			continue
		}
		fix := "sort them"
		if bound == b.Bounds[i-1] {
			fix = "remove the repeated one"
		}
		return fault.InField(field, fmt.Sprintf("%v does not lie above %v", bound, b.Bounds[i-1]), fix)
	}
	return nil
}

func (q *Query) checkCategories() error {
	categories := q.Baseline.Categories
	if len(categories) == 1 {
		return fault.InField("baseline.categories", "is a single bin, and a distribution has two or more", "add the other categories")
	}
	seen := make(map[string]bool, len(categories))
	for i, category := range categories {
		field := fmt.Sprintf("baseline.categories[%d]", i)
		if err := q.checkCategoryValues(field, category); err != nil {
			return err
		}
		name := fmt.Sprintf("%q", []string(category))
		if seen[name] {
			return fault.InField(field, fmt.Sprintf("%s is named twice", name), "add their weights up and remove one of them")
		}
		seen[name] = true
	}
	return nil
}

// checkCategoryValues checks that a category has one value for each category label. An expression need not name them:
// then the first category says how many there are.
func (q *Query) checkCategoryValues(field string, category Category) error {
	wanted, fix := len(q.Baseline.Categories[0]), "give as many as for the first category"
	if labels := q.Current.Category; len(labels) > 0 {
		wanted, fix = len(labels), "give one for each label of current.category: "+strings.Join(labels, ", ")
	}
	if len(category) == 0 || len(category) != wanted {
		return fault.InField(field, fmt.Sprintf("has %s instead of %d", count(len(category), "value"), max(wanted, 1)), fix)
	}
	for _, value := range category {
		if err := checkResolved(field, value); err != nil {
			return err
		}
	}
	return nil
}

func (b Baseline) checkWeightCount() error {
	if bounds := len(b.Bounds); bounds > 0 && len(b.Weights) != bounds+1 {
		return fault.InField("baseline.weights", fmt.Sprintf("has %s for %s", count(len(b.Weights), "weight"), count(bounds, "bound")),
			fmt.Sprintf("give %d: the last one is for what lies above the last bound", bounds+1))
	}
	if categories := len(b.Categories); categories > 0 && len(b.Weights) != categories {
		return fault.InField("baseline.weights", fmt.Sprintf("has %s for %d categories", count(len(b.Weights), "weight"), categories),
			fmt.Sprintf("give %d: one for each category", categories))
	}
	return nil
}

func (b Baseline) checkWeights() error {
	sum := 0.0
	for i, weight := range b.Weights {
		if !finite(weight) || weight < 0 {
			return fault.InField(fmt.Sprintf("baseline.weights[%d]", i), fmt.Sprintf("%v is not a weight", weight), "use 0 or more")
		}
		sum += weight
	}
	if !finite(sum) {
		return fault.InField("baseline.weights", "have a sum that is not finite", "use smaller ones: only their ratios count")
	}
	if sum == 0 {
		return fault.InField("baseline.weights", "are all 0", "give a bin with samples a weight above 0")
	}
	return nil
}

func (b Baseline) checkN() error {
	if b.N == nil || finite(*b.N) && *b.N > 0 {
		return nil
	}
	return fault.InField("baseline.n", fmt.Sprintf("%v is not a number of samples", *b.N), "use a number above 0, or leave it out if the weights are exact")
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// count writes 1 label, 2 labels.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
