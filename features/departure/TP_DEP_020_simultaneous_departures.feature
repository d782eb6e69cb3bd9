@TP_DEP_020
Feature: TP_DEP_020 Departures at the same time are charged one by one

  OMA CR 6.2.3.2; RFC 6733 9.8.3. An interim each, with consecutive numbers where the profile declares them.

  Scenario: Three leave at the same time
    Given Alice is in a conference with Bob, Carol, Dave and Erin
    When Bob, Carol and Dave leave the conference at the same time
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's departure
    And the Charging Enabler receives one SessionRequest(interim) for Carol's departure
    And the Charging Enabler receives one SessionRequest(interim) for Dave's departure
    And the record for Bob's departure has the next Accounting-Record-Number
    And the record for Carol's departure has the next Accounting-Record-Number
    And the record for Dave's departure has the next Accounting-Record-Number
