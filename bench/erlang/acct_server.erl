%% An accounting server on Erlang/OTP's diameter application: every ACR is answered with an ACA 2001 that repeats its type and number.
%%   erl -noshell -pa . -run acct_server main PORT
%% Writes `listening` and stays until it is ended.
-module(acct_server).

-export([main/1]).
-export([peer_up/3, peer_down/3, pick_peer/4, prepare_request/3, prepare_retransmit/3, handle_answer/4, handle_error/4,
         handle_request/3]).

%% As diameter.hrl defines it, which Debian ships in a package of its own.
-record(diameter_packet, {header, avps, msg, bin, errors = [], transport_data}).

-define(HOST, "cdf1.charging.example").
-define(REALM, "charging.example").

main([Port]) ->
    {ok, _} = application:ensure_all_started(diameter),
    ok = diameter:start_service(?MODULE, service()),
    Address = [{ip, {127, 0, 0, 1}}, {port, list_to_integer(Port)}, {reuseaddr, true}],
    {ok, _} = diameter:add_transport(?MODULE, {listen, [{transport_module, diameter_tcp}, {transport_config, Address}]}),
    io:format("listening~n").

service() ->
    [{'Origin-Host', ?HOST},
     {'Origin-Realm', ?REALM},
     {'Vendor-Id', 0},
     {'Product-Name', "Erlang/OTP diameter"},
     {'Supported-Vendor-Id', [10415]},
     {'Acct-Application-Id', [3]},
     {decode_format, map},
     {string_decode, false},
     {application, [{alias, accounting},
                    {dictionary, diameter_gen_acct_rfc6733},
                    {module, ?MODULE},
                    {request_errors, callback},
                    {call_mutates_state, false}]}].

%% 3GPP's AVPs are not in OTP's dictionary: they arrive as octets under 'AVP' and are no reason to refuse.
handle_request(#diameter_packet{msg = ['ACR' | Avps]}, _, _) ->
    #{'Session-Id' := Session, 'Accounting-Record-Type' := Type, 'Accounting-Record-Number' := Number} = Avps,
    Answer = #{'Session-Id' => Session,
               'Result-Code' => 2001,
               'Origin-Host' => ?HOST,
               'Origin-Realm' => ?REALM,
               'Accounting-Record-Type' => Type,
               'Accounting-Record-Number' => Number,
               'Acct-Application-Id' => [3]},
    {reply, #diameter_packet{msg = ['ACA' | Answer], errors = false}}.

peer_up(_, _, State) -> State.
peer_down(_, _, State) -> State.
pick_peer([Peer | _], _, _, _) -> {ok, Peer}.
prepare_request(Packet, _, _) -> {send, Packet}.
prepare_retransmit(Packet, _, _) -> {send, Packet}.
handle_answer(Packet, _, _, _) -> Packet.
handle_error(Reason, _, _, _) -> {error, Reason}.
