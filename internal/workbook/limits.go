package workbook

// What an upload may be at most. A workbook of the report has some ten parts, unpacks to 0.1 MB,
// and has fewer than a hundred rows on a sheet.
const (
	maxFile       = 10 << 20
	maxParts      = 200
	maxUnpacked   = 64 << 20 // all parts together
	maxPart       = 32 << 20
	maxRatio      = 100     // of unpacked to packed size, for parts above ratioFrom
	ratioFrom     = 1 << 20 // small parts of honest files repeat themselves more than that
	maxPieces     = 500_000 // elements and attributes, in all parts together
	maxDepth      = 64      // of elements in one another
	maxAttributes = 100     // of one element
	maxToken      = 256 << 10
	maxRow        = 20_000
	maxColumn     = 100
	maxText       = 4 << 10 // in one cell
	maxAllText    = 8 << 20 // in all cells together
	maxTables     = 50
	maxProblems   = 1000
	maxCount      = 1_000_000_000
)
