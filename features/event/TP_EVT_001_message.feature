@TP_EVT_001
Feature: TP_EVT_001 A pager-mode MESSAGE is charged by one EVENT

  3GPP TS 32.299 6.1.0. What belongs to no session is reported by EVENT; whether messages are is the operator's choice (LV-09).

  Scenario: Alice, who is in a conference, sends Dave a message
    Given Alice is in a conference with Bob and Carol
    When Alice sends Dave a message
    Then the Charging Enabler receives one EventRequest for Alice's message
    And that EventRequest tells the method MESSAGE
    And that EventRequest tells the service SENDING or RECEIVING
    And the Charging Enabler receives no SessionRequest(interim) for Alice's message
