@TP_LIF_003
Feature: TP_LIF_003 A conference ends once

  RFC 6733 9.5. An accounting session has one STOP.

  Scenario: Alice and Bob leave at the same time
    Given Alice is in a conference with Bob
    When Alice and Bob leave the conference at the same time
    Then the Charging Enabler receives one SessionRequest(stop) for the end of Alice's conference
    And every record of Alice's conference keeps the rule "record-after-stop"
