package workbook

// The codes of the problems that Read finds. They are stable: scripts and readers rely on them.
// Where publish has a code of the same text, it means the same.
//
// These are refusals: the file as a whole was not read. Each is an error.
const (
	CodeEmptyFile = "empty-file"         // no bytes
	CodeTooLarge  = "too-large"          // more bytes than an upload may have
	CodeWrongType = "wrong-type"         // no workbook and no CSV file, or not what its name says
	CodeProtected = "password-protected" // encrypted
	CodeForbidden = "forbidden-content"  // macros, links to other files, embedded files and their like
	CodeLimits    = "over-limits"        // unpacks to more than any report needs
	CodeDamaged   = "damaged"            // cut off, broken, or read differently by two readers
	CodeEncoding  = "not-utf-8"          // text in another encoding
	CodeStopped   = "stopped"            // the caller gave up waiting
)

// These are errors in what the file says.
const (
	CodeNoTable         = "no-table"             // no sheet holds a table that is recognized
	CodeMissingColumn   = "missing-column"       // a table lacks one of its columns
	CodeRepeatedColumn  = "repeated-column"      // two columns of a table say that they hold the same
	CodeSectionUnclear  = "section-unclear"      // a title names several sections, or a CSV row none
	CodeSectionRepeated = "section-repeated"     // a section has two tables
	CodePeriodUnclear   = "period-unclear"       // a title or a CSV row names no half-year, or several
	CodePeriodsDiffer   = "periods-differ"       // titles or CSV rows name different half-years
	CodeUnknownCountry  = "unknown-country"      // a name or a code that no country has
	CodeCountryCode     = "country-code-differs" // a row's code and name are of two countries
	CodeDuplicate       = "duplicate-country"    // a country has two rows
	CodeMissingName     = "missing-name"         // figures without a country
	CodeNegative        = "negative-count"       // a count below 0
	CodeFraction        = "fractional-count"     // a count with decimals
	CodeNotACount       = "not-a-count"          // text, a date or a truth value where a count belongs
	CodeMissingCount    = "missing-count"        // an empty cell; 0 is a count
	CodeUncalculated    = "uncalculated-formula" // a formula without a stored value
	CodePlaceholder     = "placeholder"          // TK, TBC, TBD, lorem, xx and their like
	CodeTotalDiffers    = "total-differs"        // from the sum of the rows
	CodeRowsOutside     = "rows-outside-table"   // figures above the headings or below the table's end
	CodeUnequalFields   = "unequal-fields"       // a CSV line with more or fewer fields than the header
	CodeNoteUnplaced    = "note-unplaced"        // a note that is on nothing, or twice on the same
	CodeUnknownFigure   = "unknown-figure"       // a name that none of report's figures has
	CodeMoreProblems    = "more-problems"        // only the first problems are listed
)

// These are warnings. An error cell is an error where a figure or a name belongs; characters that
// cannot be seen are one where they make a name unknown.
const (
	CodeErrorCell        = "error-cell"        // such as #REF!
	CodeHiddenCharacters = "hidden-characters" // in a country's name: invisible, or of another script
	CodeShareDiffers     = "share-differs"     // a percentage that does not fit its count
	CodeFormulas         = "formulas"          // their stored values were read
	CodeHiddenSheet      = "hidden-sheet"      // read if it holds a table
	CodeHiddenRows       = "hidden-rows"       // they were read
	CodeHiddenColumns    = "hidden-columns"    // they were read
	CodeMergedCells      = "merged-cells"      // inside a table
	CodeNumberAsText     = "number-as-text"    // its value was read
	CodeIgnoredSheet     = "ignored-sheet"     // no table that is recognized
	CodeIgnoredCells     = "ignored-cells"     // beside or below a table
	CodeUnknownColumn    = "unknown-column"    // its heading says nothing that a report holds
)

// These are notices.
const (
	CodeTotalBelowSum = "total-below-sum" // civil requests that concern several countries count once
	CodeNoTotal       = "no-total"        // the table states none, so that nothing proves its sum
	CodeSeparator     = "separator"       // fields of the CSV file are not separated by commas
)
