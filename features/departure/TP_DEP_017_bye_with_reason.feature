@TP_DEP_017
Feature: TP_DEP_017 A departure with a reason is a departure

  OMA CR 6.2.3.2. Why a user leaves makes no difference; TP_DEP_008 has that the interim does not say it.

  Scenario: Bob leaves because his device failed
    Given Alice is in a conference with Bob and Carol
    When Bob leaves the conference for the reason "SIP;cause=480;text=\"device failed\""
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's departure
