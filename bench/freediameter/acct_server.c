/* An accounting server as an extension of freeDiameter: every ACR is answered with an ACA 2001 that repeats its record type and number.
 *   gcc -shared -fPIC -O2 -o acct_server.fdx acct_server.c
 * Debian's freeDiameter ships no accounting application; this is the least that a CDF on freeDiameter does. */
#include <freeDiameter/extension.h>

static struct disp_hdl *handler = NULL;
static struct dict_object *record_type = NULL;
static struct dict_object *record_number = NULL;
static struct dict_object *application = NULL;

/* Adds an Unsigned32 (or an Enumerated, which is of the same size) to an answer. */
static int add_u32(struct msg *answer, struct dict_object *model, uint32_t number)
{
	struct avp *avp = NULL;
	union avp_value value;

	CHECK_FCT(fd_msg_avp_new(model, 0, &avp));
	value.u32 = number;
	CHECK_FCT(fd_msg_avp_setvalue(avp, &value));
	return fd_msg_avp_add(answer, MSG_BRW_LAST_CHILD, avp);
}

/* The value of an AVP of that type, 0 where it is missing. */
static int read_u32(struct msg *request, struct dict_object *model, uint32_t *number)
{
	struct avp *avp = NULL;
	struct avp_hdr *header = NULL;

	*number = 0;
	CHECK_FCT(fd_msg_search_avp(request, model, &avp));
	if (avp == NULL)
		return 0;
	CHECK_FCT(fd_msg_avp_hdr(avp, &header));
	if (header->avp_value != NULL)
		*number = header->avp_value->u32;
	return 0;
}

static int on_acr(struct msg **message, struct avp *avp, struct session *session, void *opaque, enum disp_action *action)
{
	struct msg_hdr *header = NULL;
	uint32_t type, number;

	CHECK_FCT(fd_msg_hdr(*message, &header));
	if (!(header->msg_flags & CMD_FLAG_REQUEST))
		return 0;
	CHECK_FCT(read_u32(*message, record_type, &type));
	CHECK_FCT(read_u32(*message, record_number, &number));
	CHECK_FCT(fd_msg_new_answer_from_req(fd_g_config->cnf_dict, message, 0));
	CHECK_FCT(fd_msg_rescode_set(*message, "DIAMETER_SUCCESS", NULL, NULL, 1));
	CHECK_FCT(add_u32(*message, record_type, type));
	CHECK_FCT(add_u32(*message, record_number, number));
	CHECK_FCT(add_u32(*message, application, 3));
	*action = DISP_ACT_SEND;
	return 0;
}

static int entry(char *configuration)
{
	struct disp_when when;
	struct dictionary *dictionary = fd_g_config->cnf_dict;
	application_id_t accounting = 3;

	memset(&when, 0, sizeof(when));
	CHECK_FCT(fd_dict_search(dictionary, DICT_APPLICATION, APPLICATION_BY_ID, &accounting, &when.app, ENOENT));
	CHECK_FCT(fd_dict_search(dictionary, DICT_COMMAND, CMD_BY_NAME, "Accounting-Request", &when.command, ENOENT));
	CHECK_FCT(fd_dict_search(dictionary, DICT_AVP, AVP_BY_NAME, "Accounting-Record-Type", &record_type, ENOENT));
	CHECK_FCT(fd_dict_search(dictionary, DICT_AVP, AVP_BY_NAME, "Accounting-Record-Number", &record_number, ENOENT));
	CHECK_FCT(fd_dict_search(dictionary, DICT_AVP, AVP_BY_NAME, "Acct-Application-Id", &application, ENOENT));
	CHECK_FCT(fd_disp_register(on_acr, DISP_HOW_CC, &when, NULL, &handler));
	return fd_disp_app_support(when.app, NULL, 0, 1);
}

void fd_ext_fini(void)
{
	(void)fd_disp_unregister(&handler, NULL);
}

EXTENSION_ENTRY("acct_server", entry);
