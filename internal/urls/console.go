package urls

// Draft returns the address of a draft on the console.
func Draft(id string) string { return "/drafts/" + id }
