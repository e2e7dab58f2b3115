package xlsx

import (
	"errors"
	"fmt"
)

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
	Sheet, Cell string // where reading stopped; empty if not inside a sheet
	Text        string // what is wrong and what to do about it, in sentences
}

func (e *Error) Error() string { return e.Text }

// saveAgain is the advice for a file that a spreadsheet program may be able to repair.
const saveAgain = " Save the file again in a spreadsheet program and upload that."

func refuse(reason Reason, format string, args ...any) error {
	return &Error{Reason: reason, Text: fmt.Sprintf(format, args...)}
}

// damaged refuses a file that another program may be able to repair.
func damaged(format string, args ...any) error {
	return refuse(Damaged, format+saveAgain, args...)
}

// atCell adds the sheet and the cell to an Error that names no sheet yet.
func atCell(err error, sheet, cell string) error {
	var e *Error
	if errors.As(err, &e) && e.Sheet == "" {
		located := *e
		located.Sheet, located.Cell = sheet, cell
		return &located
	}
	return err
}
