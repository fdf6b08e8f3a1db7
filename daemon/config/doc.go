// Package config turns the TOML file that a coordinator edits into a checked
// [Config].
//
// The file is read whole and everything wrong with it is said at once, each
// [Problem] with its line, what is wrong and how to mend it. A Config that comes
// out is complete: defaults are filled in, zones loaded, meetings worked out,
// paths made relative to the file, secrets fetched. It is plain data without
// functions or channels, so that two of them can be compared after a reload with
// reflect.DeepEqual (zones of one name are one pointer).
//
// In the file's order of reading: tree.go gives every TOML value its line,
// schema.go knows the keys and their kinds, mail.go, group.go, meetings.go and
// people.go understand them, and check.go looks at the whole.
package config
