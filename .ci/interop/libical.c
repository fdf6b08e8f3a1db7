/* Reads calendars with libical and tells, for `main.py` to compare, what it makes of them.
 *
 *     libical FILE...
 *
 * One line a fact, its fields parted by tabs, the file first:
 *
 *     FILE  problem  TEXT                        what libical does not like
 *     FILE  property VEVENT/SUMMARY              each property that it read
 *     FILE  time     UID  DTSTART  20260310T150000Z   an event's time in UTC, by the VTIMEZONE in the file
 *
 * icalrestriction_check is libical's table of what RFC 5545 and, by METHOD, RFC 5546 want of each component. What
 * it misses becomes a property X-LIC-ERROR, as what the parser could not read.
 */
#include <libical/ical.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static char *contents(const char *path)
{
	FILE *f = fopen(path, "rb");
	char *text = NULL;
	long size;

	if (f == NULL)
		return NULL;
	if (fseek(f, 0, SEEK_END) == 0 && (size = ftell(f)) >= 0 && size < 1 << 20 && fseek(f, 0, SEEK_SET) == 0 &&
	    (text = calloc(1, (size_t)size + 1)) != NULL && fread(text, 1, (size_t)size, f) != (size_t)size) {
		free(text);
		text = NULL;
	}
	fclose(f);
	return text;
}

static void tell_time(const char *path, icalcomponent *root, const char *uid, icalproperty *p)
{
	const char *name = icalproperty_kind_to_string(icalproperty_isa(p));
	icalparameter *tzid = icalproperty_get_first_parameter(p, ICAL_TZID_PARAMETER);
	struct icaltimetype t = icalvalue_get_datetime(icalproperty_get_value(p));
	char *utc;

	if (tzid != NULL) {
		icaltimezone *zone = icalcomponent_get_timezone(root, icalparameter_get_tzid(tzid));
		if (zone == NULL) {
			printf("%s\tproblem\t%s names a zone that has no VTIMEZONE\n", path, name);
			return;
		}
		t = icaltime_convert_to_zone(icaltime_set_timezone(&t, zone), icaltimezone_get_utc_timezone());
	} else if (!icaltime_is_utc(t)) {
		printf("%s\tproblem\t%s is neither UTC nor in a zone\n", path, name);
		return;
	}
	utc = icaltime_as_ical_string_r(t);
	printf("%s\ttime\t%s\t%s\t%s\n", path, uid == NULL ? "" : uid, name, utc);
	icalmemory_free_buffer(utc);
}

static void walk(const char *path, icalcomponent *root, icalcomponent *c)
{
	const char *kind = icalcomponent_kind_to_string(icalcomponent_isa(c));
	/* Asked before the walk: it moves the component's one iterator. */
	const char *uid = icalcomponent_get_uid(c);
	icalproperty *p;
	icalcompiter i;

	for (p = icalcomponent_get_first_property(c, ICAL_ANY_PROPERTY); p != NULL;
	     p = icalcomponent_get_next_property(c, ICAL_ANY_PROPERTY)) {
		icalproperty_kind is = icalproperty_isa(p);
		char *name = icalproperty_get_property_name_r(p);

		if (is == ICAL_XLICERROR_PROPERTY)
			printf("%s\tproblem\t%s: %s\n", path, kind, icalproperty_get_xlicerror(p));
		else
			printf("%s\tproperty\t%s/%s\n", path, kind, name);
		icalmemory_free_buffer(name);
		if (icalcomponent_isa(c) == ICAL_VEVENT_COMPONENT && (is == ICAL_DTSTART_PROPERTY || is == ICAL_DTEND_PROPERTY))
			tell_time(path, root, uid, p);
	}
	for (i = icalcomponent_begin_component(c, ICAL_ANY_COMPONENT); icalcompiter_deref(&i) != NULL; icalcompiter_next(&i))
		walk(path, root, icalcompiter_deref(&i));
}

static bool look(const char *path)
{
	char *text = contents(path);
	icalcomponent *root;

	if (text == NULL) {
		fprintf(stderr, "libical: cannot read %s\n", path);
		return false;
	}
	root = icalparser_parse_string(text);
	free(text);
	if (root == NULL || icalcomponent_isa(root) != ICAL_VCALENDAR_COMPONENT) {
		printf("%s\tproblem\tno single VCALENDAR\n", path);
	} else {
		if (!icalrestriction_check(root))
			printf("%s\tproblem\tagainst RFC 5545 or RFC 5546\n", path);
		walk(path, root, root);
	}
	if (root != NULL)
		icalcomponent_free(root);
	return true;
}

int main(int count, char **paths)
{
	bool fine = true;

	icalerror_set_errors_are_fatal(0);
	for (int i = 1; i < count; i++)
		fine = look(paths[i]) && fine;
	return fine ? EXIT_SUCCESS : EXIT_FAILURE;
}
