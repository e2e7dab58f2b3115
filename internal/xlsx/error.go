package xlsx

import "fmt"

// Reason says why Open refuses a file.
type Reason string

// The reasons are stable: callers use them as codes of problems.
const (
	Damaged   Reason = "damaged"            // cut off, broken, or read differently by two readers
	Encoding  Reason = "not-utf-8"          // a part in another encoding
	Forbidden Reason = "forbidden-content"  // macros, links to other files, embedded files and the like
	Limits    Reason = "over-limits"        // unpacks to more than any report needs
	Protected Reason = "password-protected" // encrypted
	WrongType Reason = "wrong-type"         // no workbook
)

// Error says why Open refuses a file as a whole.
type Error struct {
	Reason      Reason
	Sheet, Cell string // the last that was reached; empty if not inside a sheet
	Text        string // what is wrong and what to do about it, in sentences
}

func (e *Error) Error() string { return e.Text }

// saveAgain is the advice for a file that a spreadsheet program may be able to repair.
const saveAgain = " Save the file again in a spreadsheet program and upload that."

// abort is the panic by which reading ends early. Open recovers it.
type abort struct{ err error }

// refuse ends reading with an Error at the current place.
func (b *book) refuse(reason Reason, format string, args ...any) {
	panic(abort{&Error{Reason: reason, Sheet: b.sheet, Cell: b.cell, Text: fmt.Sprintf(format, args...)}})
}

// damaged refuses a file that another program may be able to repair.
func (b *book) damaged(format string, args ...any) { b.refuse(Damaged, format+saveAgain, args...) }

func (b *book) checkContext() {
	if err := b.ctx.Err(); err != nil {
		panic(abort{err})
	}
}

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
