%% A Charging Trigger Function on Erlang/OTP's diameter application: accounting sessions side by side, answers counted.
%%   erl -noshell -pa . -run ctf main PORT CONCURRENCY INTERIMS
%% Writes one line, `answers <n> success <n> sessions <n>`, says goodbye by DPR and ends.
-module(ctf).

-export([main/1]).
-export([peer_up/3, peer_down/3, pick_peer/4, prepare_request/3, prepare_retransmit/3, handle_answer/4, handle_error/4,
         handle_request/3]).

%% As diameter.hrl defines them, which Debian ships in a package of its own.
-record(diameter_event, {service, info}).
-record(diameter_packet, {header, avps, msg, bin, errors = [], transport_data}).
-record(diameter_avp, {code, vendor_id, is_mandatory = false, need_encryption = false, data, name, value, type, index}).

-define(HOST, "ctf1.erlang.example").
-define(REALM, "erlang.example").
-define(VENDOR_3GPP, 10415).

main([Port, Concurrency, Interims]) ->
    {ok, _} = application:ensure_all_started(diameter),
    true = diameter:subscribe(?MODULE),
    ok = diameter:start_service(?MODULE, service()),
    Connection = [{raddr, {127, 0, 0, 1}}, {rport, list_to_integer(Port)}, {reuseaddr, true}],
    {ok, _} = diameter:add_transport(?MODULE, {connect, [{transport_module, diameter_tcp}, {transport_config, Connection}]}),
    receive
        #diameter_event{info = Info} when element(1, Info) == up -> ok
    after 30000 ->
        fail("no connection", [])
    end,
    Count = list_to_integer(Concurrency),
    Self = self(),
    [spawn_link(fun() -> Self ! {done, session(N, list_to_integer(Interims))} end) || N <- lists:seq(1, Count)],
    Codes = lists:append([receive {done, Answers} -> Answers after 60000 -> fail("a session did not end", []) end
                          || _ <- lists:seq(1, Count)]),
    Success = length([Code || Code <- Codes, Code == 2001]),
    io:format("answers ~b success ~b sessions ~b~n", [length(Codes), Success, Count]),
    ok = diameter:stop_service(?MODULE),
    receive
        #diameter_event{info = stop} -> ok
    after 5000 ->
        ok
    end,
    application:stop(diameter),
    halt(0).

service() ->
    [{'Origin-Host', ?HOST},
     {'Origin-Realm', ?REALM},
     {'Vendor-Id', 0},
     {'Product-Name', "Erlang/OTP diameter"},
     {'Supported-Vendor-Id', [?VENDOR_3GPP]},
     {'Acct-Application-Id', [3]},
     {decode_format, map},
     {string_decode, false},
     {application, [{alias, accounting}, {dictionary, diameter_gen_acct_rfc6733}, {module, ?MODULE}]}].

%% START, INTERIM n times, STOP: each waits for the answer to the one before.
session(N, Interims) ->
    Id = iolist_to_binary(io_lib:format("~s;~b;~b", [?HOST, erlang:system_time(second), N])),
    [account(Id, Type, Number) || {Number, Type} <- lists:enumerate(0, [2 | lists:duplicate(Interims, 3)] ++ [4])].

account(Id, Type, Number) ->
    Request = #{'Session-Id' => Id,
                'Destination-Realm' => "charging.example",
                'Accounting-Record-Type' => Type,
                'Accounting-Record-Number' => Number,
                'Acct-Application-Id' => [3],
                'User-Name' => ["sip:alice@home.example"],
                'AVP' => [service_information()]},
    case diameter:call(?MODULE, accounting, ['ACR' | Request], []) of
        #{'Result-Code' := Code, 'Session-Id' := Id, 'Accounting-Record-Number' := Number} -> Code;
        Other -> fail("instead of an ACA: ~p", [Other])
    end.

%% Service-Information { IMS-Information { Node-Functionality AS, Role-Of-Node TERMINATING } }: not in the dictionary used here,
%% so it goes out as the octets it is.
service_information() ->
    Ims = avp(876, iolist_to_binary([avp(862, <<6:32>>), avp(829, <<1:32>>)])),
    #diameter_avp{code = 873, vendor_id = ?VENDOR_3GPP, is_mandatory = true, data = Ims}.

avp(Code, Data) ->
    Length = 12 + byte_size(Data),
    <<Code:32, 16#C0:8, Length:24, ?VENDOR_3GPP:32, Data/binary>>.

fail(Format, Values) ->
    io:format("failed: " ++ Format ++ "~n", Values),
    halt(1).

peer_up(_, _, State) -> State.
peer_down(_, _, State) -> State.
pick_peer([Peer | _], _, _, _) -> {ok, Peer}.

prepare_request(#diameter_packet{msg = ['ACR' | Avps]}, _, {_, Capabilities}) ->
    {Host, _} = element(2, Capabilities),
    {Realm, _} = element(3, Capabilities),
    {send, ['ACR' | Avps#{'Origin-Host' => Host, 'Origin-Realm' => Realm}]}.

prepare_retransmit(Packet, Service, Peer) -> prepare_request(Packet, Service, Peer).
handle_answer(#diameter_packet{msg = ['ACA' | Avps], errors = []}, _, _, _) -> Avps;
handle_answer(#diameter_packet{} = Packet, _, _, _) -> {unreadable, Packet}.
handle_error(Reason, _, _, _) -> {error, Reason}.
handle_request(_, _, _) -> {answer_message, 3001}.
