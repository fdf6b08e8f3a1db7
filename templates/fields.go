package templates

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"text/template"
	"text/template/parse"
)

// fieldCheck goes through a template and all that it calls, also where no sample
// leads, and notes fields and pieces that do not exist: the engine itself stops at
// the first one that it meets.
type fieldCheck struct {
	lang      *language
	near      speller
	functions template.FuncMap
	seen      map[string]bool // template and type of its data
	within    []string        // the templates that called this one
	circular  bool            // one calls itself: running it would take long, and end in an error
	found     []Fault
}

// scope is what a piece of a template can name. A nil type is one that is not
// known before it is run.
type scope struct {
	tree *parse.Tree
	dot  reflect.Type
	vars map[string]reflect.Type
}

func (s scope) inner(dot reflect.Type) scope {
	return scope{s.tree, dot, maps.Clone(s.vars)}
}

// visit checks a template for data of a type.
func (c *fieldCheck) visit(name string, data reflect.Type) {
	t := c.lang.pages.Lookup(name)
	key := fmt.Sprint(name, data)
	if t == nil || t.Tree == nil || c.seen[key] {
		return
	}
	c.seen[key] = true
	c.within = append(c.within, name)
	c.list(t.Root, scope{t.Tree, data, map[string]reflect.Type{"$": data}})
	c.within = c.within[:len(c.within)-1]
}

// fault notes what is wrong at a node, if that is in a file of somebody's own.
func (c *fieldCheck) fault(s scope, n parse.Node, what, fix string) {
	if !strings.Contains(s.tree.ParseName, "/") {
		return
	}
	at, _ := s.tree.ErrorContext(n)
	f := Fault{File: s.tree.ParseName, What: what, Fix: fix}
	if parts := strings.Split(at, ":"); len(parts) > 1 {
		_, _ = fmt.Sscan(parts[1], &f.Line)
	}
	if !slices.Contains(c.found, f) {
		c.found = append(c.found, f)
	}
}

func (c *fieldCheck) list(l *parse.ListNode, s scope) {
	if l == nil {
		return
	}
	for _, n := range l.Nodes {
		switch n := n.(type) {
		case *parse.ActionNode:
			c.pipe(n.Pipe, s)
		case *parse.IfNode:
			in := s.inner(s.dot)
			c.pipe(n.Pipe, in)
			c.list(n.List, in.inner(s.dot))
			c.list(n.ElseList, in.inner(s.dot))
		case *parse.WithNode:
			in := s.inner(s.dot)
			t := c.pipe(n.Pipe, in)
			c.list(n.List, in.inner(t))
			c.list(n.ElseList, in.inner(s.dot))
		case *parse.RangeNode:
			in := s.inner(s.dot)
			t := c.pipe(n.Pipe, in)
			key, elem := ranged(t)
			switch d := n.Pipe.Decl; len(d) {
			case 1:
				in.vars[d[0].Ident[0]] = elem
			case 2:
				in.vars[d[0].Ident[0]], in.vars[d[1].Ident[0]] = key, elem
			}
			c.list(n.List, in.inner(elem))
			c.list(n.ElseList, in.inner(s.dot))
		case *parse.TemplateNode:
			var t reflect.Type
			if n.Pipe != nil {
				t = c.pipe(n.Pipe, s)
			}
			if called := c.lang.pages.Lookup(n.Name); called == nil || called.Tree == nil {
				var known []string
				for _, t := range c.lang.pages.Templates() {
					known = append(known, t.Name())
				}
				c.fault(s, n, fmt.Sprintf("there is no piece called %q", n.Name), c.near.meant(n.Name, "", known, `write {{define "`+n.Name+`"}} in one of your files of this language`))
			}
			if slices.Contains(c.within, n.Name) {
				c.circular = true
				before := len(c.found)
				c.fault(s, n, fmt.Sprintf("{{template %q}} calls itself", n.Name), "take the call out; a list is gone through with {{range}}")
				if len(c.found) == before { // by way of a built-in file
					c.found = append(c.found, Fault{File: c.lang.tag + "/", What: fmt.Sprintf("the piece %q calls itself by way of %s.md", n.Name, s.tree.ParseName), Fix: "take the call out of your own file"})
				}
				continue
			}
			c.visit(n.Name, t)
		}
	}
}

// ranged are the types of the keys and values of what can be ranged over.
func ranged(t reflect.Type) (key, elem reflect.Type) {
	if t == nil {
		return nil, nil
	}
	switch t.Kind() {
	case reflect.Slice, reflect.Array:
		return reflect.TypeFor[int](), t.Elem()
	case reflect.Map:
		return t.Key(), t.Elem()
	case reflect.Int:
		return t, t
	}
	return nil, nil
}

// pipe is the type that a pipeline gives.
func (c *fieldCheck) pipe(p *parse.PipeNode, s scope) reflect.Type {
	var t reflect.Type
	for _, cmd := range p.Cmds {
		t = c.command(cmd, s)
	}
	for _, v := range p.Decl {
		s.vars[v.Ident[0]] = t
	}
	return t
}

func (c *fieldCheck) command(cmd *parse.CommandNode, s scope) reflect.Type {
	types := make([]reflect.Type, len(cmd.Args))
	for i, a := range cmd.Args {
		types[i] = c.arg(a, s)
	}
	name, ok := cmd.Args[0].(*parse.IdentifierNode)
	if !ok {
		return types[0]
	}
	switch name.Ident {
	case "and", "or": // either of them, as it turns out
		if same := slices.Compact(types[1:]); len(same) == 1 {
			return same[0]
		}
	case "index":
		if len(types) == 3 {
			_, elem := ranged(types[1])
			return elem
		}
	case "len":
		return reflect.TypeFor[int]()
	}
	if f, ok := c.functions[name.Ident]; ok {
		return reflect.TypeOf(f).Out(0)
	}
	return nil
}

func (c *fieldCheck) arg(n parse.Node, s scope) reflect.Type {
	switch n := n.(type) {
	case *parse.DotNode:
		return s.dot
	case *parse.FieldNode:
		return c.chain(s.dot, n.Ident, n, s)
	case *parse.VariableNode:
		return c.chain(s.vars[n.Ident[0]], n.Ident[1:], n, s)
	case *parse.ChainNode:
		return c.chain(c.arg(n.Node, s), n.Field, n, s)
	case *parse.PipeNode:
		return c.pipe(n, s.inner(s.dot))
	case *parse.StringNode:
		return reflect.TypeFor[string]()
	}
	return nil
}

// chain follows .A.B.C from a type.
func (c *fieldCheck) chain(t reflect.Type, fields []string, n parse.Node, s scope) reflect.Type {
	for _, name := range fields {
		if t == nil || t.Kind() == reflect.Interface {
			return nil
		}
		if m, ok := t.MethodByName(name); ok {
			t = m.Type.Out(0)
			continue
		}
		for t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		if t.Kind() == reflect.Map {
			t = t.Elem()
			continue
		}
		known := fieldsOf(t)
		if !slices.Contains(known, name) {
			all := "nothing stands behind it; write it without ." + name
			if len(known) > 0 {
				all = "there are ." + strings.Join(known, ", .")
			}
			c.fault(s, n, fmt.Sprintf("there is no .%s in {{%s}}", name, n), c.near.meant(name, ".", known, all))
			return nil
		}
		f, _ := t.FieldByName(name)
		t = f.Type
	}
	return t
}

// fieldsOf are the fields that a template can name, those of embedded structs too.
func fieldsOf(t reflect.Type) []string {
	if t.Kind() != reflect.Struct {
		return nil
	}
	var names []string
	for _, f := range reflect.VisibleFields(t) {
		if f.IsExported() && !f.Anonymous {
			names = append(names, f.Name)
		}
	}
	return names
}
