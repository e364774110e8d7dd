package fetch

import (
	"cmp"

	"github.com/histodrift/histodrift/pkg/promapi"
)

// Part says what the values of a series count: the zero value is the number of a sample; of native histograms each
// bucket is a series of its own, and so is the histogram's count, which tells in which cells there is one.
type Part struct {
	Kind         PartKind
	Lower, Upper float64 // Bounds of a bucket, which may be infinite.
}

// PartKind tells numbers and the parts of native histograms apart.
type PartKind uint8

// Kinds of parts.
const (
	Number PartKind = iota
	HistogramCount
	HistogramBucket
)

func bucketPart(b promapi.Bucket) Part {
	return Part{Kind: HistogramBucket, Lower: b.Lower, Upper: b.Upper}
}

// columnKey names a column of an answer: a part of a series, by the series' signature.
type columnKey struct {
	name string
	part Part
}

func (k columnKey) compare(other columnKey) int {
	return cmp.Or(
		cmp.Compare(k.name, other.name),
		cmp.Compare(k.part.Kind, other.part.Kind),
		cmp.Compare(k.part.Lower, other.part.Lower),
		cmp.Compare(k.part.Upper, other.part.Upper),
	)
}
