@TP_ERR_009
Feature: TP_ERR_009 A record that came to a busy Charging Enabler is not lost

  RFC 6733 7.1.3. DIAMETER_TOO_BUSY: another one is tried. RFC 6733 3: it was answered, so the T flag stays clear.

  Scenario: the Charging Enabler is too busy for Bob's arrival
    Given Alice is in a conference with Carol, and it rings at Bob
    And the Charging Enabler answers the next SessionRequest(interim) with 3004
    When Bob accepts the invitation
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    And that record, answered with 3004, is sent again
