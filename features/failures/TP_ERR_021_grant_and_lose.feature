@TP_ERR_021
Feature: TP_ERR_021 GRANT_AND_LOSE keeps a service that cannot be charged

  RFC 6733 9.8.7. The service is granted whatever becomes of its records.

  Scenario: nobody takes records any more
    Given the Charging Enabler grants the service without delivery
    And Alice is in a conference with Bob and Carol
    When no Charging Enabler can be reached any more
    Then all users of Alice's conference stay in it
