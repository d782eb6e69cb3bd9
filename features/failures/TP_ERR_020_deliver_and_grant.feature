@TP_ERR_020
Feature: TP_ERR_020 DELIVER_AND_GRANT ends a service that cannot be charged

  RFC 6733 9.8.7. The service is granted only as long as there is a connection to an accounting server.

  Scenario: nobody takes records any more
    Given the Charging Enabler grants the service with delivery
    And Alice is in a conference with Bob and Carol
    When no Charging Enabler can be reached any more
    Then the server releases all users of Alice's conference
