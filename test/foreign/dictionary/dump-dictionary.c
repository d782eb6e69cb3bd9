/*
 * Prints the dictionary that freeDiameter knows, one AVP a line, as tab-separated values:
 *   vendor  code  name  base type  derived type or -  V  M        (V and M: must | may | mustNot)
 *
 *   dump-dictionary EXTENSION.fdx…    the extensions in the order in which one needs the other
 *
 * No daemon is started, no configuration read, no port opened: the library makes its base dictionary, each extension adds
 * its AVPs through its ordinary entry point, and the public fd_dict_… functions read them out.
 * Exit 0 printed, 2 the library did not start, 3 an extension did not load, 4 the dictionary could not be read.
 */
#include <dlfcn.h>
#include <freeDiameter/freeDiameter-host.h>
#include <freeDiameter/libfdcore.h>
#include <freeDiameter/libfdproto.h>

typedef int extension_entry(int major, int minor, char *configuration);

static const char *base_type(enum dict_avp_basetype type)
{
	switch (type) {
	case AVP_TYPE_GROUPED: return "Grouped";
	case AVP_TYPE_OCTETSTRING: return "OctetString";
	case AVP_TYPE_INTEGER32: return "Integer32";
	case AVP_TYPE_INTEGER64: return "Integer64";
	case AVP_TYPE_UNSIGNED32: return "Unsigned32";
	case AVP_TYPE_UNSIGNED64: return "Unsigned64";
	case AVP_TYPE_FLOAT32: return "Float32";
	case AVP_TYPE_FLOAT64: return "Float64";
	}
	return "?";
}

/* A flag outside the mask may be either; inside it, the value binds. */
static const char *flag_rule(const struct dict_avp_data *avp, uint8_t flag)
{
	if (!(avp->avp_flag_mask & flag)) return "may";
	return avp->avp_flag_val & flag ? "must" : "mustNot";
}

static int print_avps_of(struct dict_object *vendor)
{
	struct fd_list *avps, *item;
	if (fd_dict_getlistof(AVP_BY_CODE, vendor, &avps)) return 4;
	for (item = avps->next; item != avps; item = item->next) {
		struct dict_avp_data avp;
		struct dict_type_data type;
		struct dict_object *derived = NULL;
		if (fd_dict_getval(item->o, &avp)) return 4;
		if (fd_dict_search(fd_g_config->cnf_dict, DICT_TYPE, TYPE_OF_AVP, item->o, &derived, 0)) return 4;
		if (derived && fd_dict_getval(derived, &type)) return 4;
		printf("%u\t%u\t%s\t%s\t%s\t%s\t%s\n", avp.avp_vendor, avp.avp_code, avp.avp_name, base_type(avp.avp_basetype),
			derived ? type.type_name : "-", flag_rule(&avp, AVP_FLAG_VENDOR), flag_rule(&avp, AVP_FLAG_MANDATORY));
	}
	return 0;
}

int main(int argc, char **argv)
{
	struct fd_list *vendors, *item;
	struct dict_object *ietf;
	vendor_id_t none = 0;
	int i;

	fd_g_debug_lvl = FD_LOG_ERROR;
	if (fd_core_initialize()) return 2;
	for (i = 1; i < argc; i++) {
		void *library = dlopen(argv[i], RTLD_NOW | RTLD_GLOBAL);
		extension_entry *entry = library ? (extension_entry *)dlsym(library, "fd_ext_init") : NULL;
		if (!entry || entry(FD_PROJECT_VERSION_MAJOR, FD_PROJECT_VERSION_MINOR, NULL)) {
			fprintf(stderr, "%s: %s\n", argv[i], entry ? "its entry point failed" : dlerror());
			return 3;
		}
	}
	/* The list of vendors leaves out vendor 0. */
	if (fd_dict_search(fd_g_config->cnf_dict, DICT_VENDOR, VENDOR_BY_ID, &none, &ietf, ENOENT) || print_avps_of(ietf)) return 4;
	if (fd_dict_getlistof(VENDOR_BY_ID, fd_g_config->cnf_dict, &vendors)) return 4;
	for (item = vendors->next; item != vendors; item = item->next)
		if (print_avps_of(item->o)) return 4;
	return 0;
}
