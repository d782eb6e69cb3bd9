@TP_EVT_002
Feature: TP_EVT_002 A pager-mode MESSAGE that fails is charged by one EVENT that tells why

  3GPP TS 32.299 6.1.0 and 7.2.35. Whether messages that fail are charged is the operator's choice (LV-09).

  Scenario: Dave does not take Alice's message
    Given Alice is in a conference with Bob and Carol
    And Dave will answer a message with 486
    When Alice sends Dave a message, which fails
    Then the Charging Enabler receives one EventRequest for Alice's failed message
    And that EventRequest tells the SIP status as its cause
    And the Charging Enabler receives no SessionRequest(interim) for Alice's failed message
