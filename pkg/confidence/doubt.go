package confidence

// Doubt is a reason why a band may miss the truth more often than it says.
type Doubt string

// SparseTail is the doubt about a Wasserstein distance much of whose noise comes from edges beyond which less than one
// event is expected, so that a single event moves the distance by a wide bucket. The lower limit leaves such edges out and
// holds; the upper limit may be too low (coverage was down to 68 %).
const SparseTail Doubt = "sparse tail"
