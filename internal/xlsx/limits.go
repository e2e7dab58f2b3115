package xlsx

// The limits of a workbook. A workbook of the report has some ten parts, unpacks to 0.1 MB, and has
// fewer than a hundred rows on a sheet.
const (
	MaxPieces  = 500_000 // elements and attributes, in all parts together
	MaxRow     = 20_000
	MaxColumn  = 100
	MaxText    = 4 << 10 // bytes in one cell
	MaxAllText = 8 << 20 // bytes in all cells together

	maxParts      = 200
	maxUnpacked   = 64 << 20 // bytes of all parts together
	maxPart       = 32 << 20 // bytes
	maxRatio      = 100      // of unpacked to packed size, for parts above ratioFrom
	ratioFrom     = 1 << 20  // bytes; small parts of honest files can have a higher ratio
	maxDepth      = 64       // of nested elements
	maxAttributes = 100      // of one element
	maxToken      = 256 << 10
)
