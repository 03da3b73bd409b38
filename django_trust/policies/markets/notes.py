"""What a shop should know of a law beside the facts: penalties, void clauses, duties, deadlines.

Codes and sources are in ``markets.toml``. English, like the names of the laws: these are for the
documentation and the command, which speak English.
"""

NOTES: dict[str, str] = {
    "eu_twelve_months_more": (
        "Who was not told of the right of withdrawal, or of the withdrawal function, has 12 months more."
    ),
    "eu_sent_in_time": (
        "A withdrawal that was sent before the period ended is in time. Any clear statement is enough."
    ),
    "eu_acknowledge": (
        "A withdrawal by the withdrawal function is confirmed without undue delay on a durable "
        "medium, such as e-mail, with its content, date and time."
    ),
    "eu_refund_may_wait": (
        "The refund may wait until the goods are back or the customer proves to have sent them."
    ),
    "eu_send_back": "The customer sends the goods back within 14 days of the withdrawal.",
    "eu_handling": (
        "The customer answers only for a loss of value by handling beyond what is needed to look at "
        "and try the goods."
    ),
    "eu_order_button": (
        "The button that places an order says “order with obligation to pay” or something as clear."
    ),
    "eu_harmonised_notice": (
        "Since 2026-09-27 the harmonised notice on the legal guarantee is shown prominently, exactly "
        "as published."
    ),
    "eu_guarantee_label": (
        "Since 2026-09-27 the label GARAN is shown for a producer's free durability guarantee of more "
        "than two years for the whole good."
    ),
    "eu_repair_choice": (
        "Since 2026-07-31 the seller tells customers of the choice between repair and replacement, "
        "and that a repair extends the liability."
    ),
    "eu_odr_closed": "The platform for online dispute resolution closed on 2025-07-20. Remove links to it.",
    "eu_privacy_month": (
        "A request about personal data is answered within one month. Two more are possible for "
        "difficult ones."
    ),
    "eu_data_breach": "A breach of personal data is reported to the authority within 72 hours.",
    "ee_notify_in_two_months": "The customer tells the seller of a fault within two months of finding it.",
    "ee_place_of_function": "Before the contract the shop says where the withdrawal function is.",
    "es_double_refund": "A refund that is late is due twice.",
    "fr_refund_interest": "A refund that is late bears penalty interest.",
    "fr_longer_extension": "Since 2026-07-31 EU law asks for 12 months after a repair instead of 6.",
    "pt_doorstep": "The period is 30 days for sales at the door and on excursions.",
    "pt_double_refund": "A refund that is late is due twice.",
    "pt_used_goods": "For used goods both sides may agree on a guarantee of 18 months or more.",
    "pt_acknowledge": (
        "A withdrawal by the withdrawal function is reportedly to be confirmed within 24 hours."
    ),
    "br_from_contract_or_receipt": (
        "The days count from the contract or from the receipt of the goods; for goods from the receipt."
    ),
    "br_refund_updated": (
        "The refund is due immediately, monetarily updated, with all that was paid, delivery included."
    ),
    "br_acknowledge": "The shop confirms at once that it received a withdrawal.",
    "br_card_issuer": (
        "The shop tells the card issuer at once, so that the amount is not charged or is credited."
    ),
    "br_seller_identity": "The site shows name, CNPJ or CPF, address and contacts of the seller.",
    "br_time_to_claim": (
        "A claim for a fault is made within 30 days, with durable goods 90 days, from the delivery; "
        "for a hidden fault from its discovery."
    ),
    "br_time_to_repair": "The supplier has 30 days to mend a fault.",
    "br_data_officer": "The contact of the data protection officer (encarregado) is published.",
    "id_void_clauses": "A clause that goods cannot be returned, or that money is not paid back, is void.",
    "id_refund_mechanism": "A platform has a way to pay money back after a cancellation.",
    "id_spare_parts": "Spare parts or service are available for durable goods for at least one year.",
    "id_data_breach": "A breach of personal data is reported within 3 x 24 hours.",
    "sa_services": "The 7 days count from the receipt of goods and from the contract for a service.",
    "sa_late_delivery": (
        "If the delivery is more than 15 days late, the customer may cancel and get the money back."
    ),
    "sa_data_breach": "A breach of personal data is reported to SDAIA within 72 hours.",
    "ae_void_clauses": (
        "A clause that sold goods are not returned or exchanged is void, unless the customer accepted "
        "a known fault on the invoice, the goods cannot be returned by their nature, or they perish."
    ),
    "eg_faulty_goods": (
        "Faulty goods are replaced or refunded for 30 days. Durable goods have a warranty of at least "
        "two years."
    ),
    "eg_arabic": "All communications of a supplier are in Arabic.",
    "gb_twelve_months_more": "Who was not told of the right to cancel has 12 months more.",
    "gb_right_to_reject": "Faulty goods can be rejected for 30 days.",
    "gb_time_to_claim": "Claims are possible for six years, in Scotland for five.",
    "us_ship_in_time": (
        "Goods are sent in the time promised, or within 30 days; else the shop offers to cancel with "
        "a refund."
    ),
    "us_refund_of_late_orders": (
        "The refund of a late order takes 7 working days, one billing cycle for a card."
    ),
    "us_post_policy_california": (
        "A shop that takes no returns with full refund for 7 days posts its policy; else the customer "
        "has 30 days."
    ),
    "us_post_policy_new_york": "A shop posts its refund policy; else the customer has 30 days.",
    "us_time_to_claim": "Claims under the implied warranty are usually possible for four years.",
    "us_privacy_requests": (
        "California: confirm a request in 10 business days, answer in 45 days (45 more if needed), "
        "carry out an opt-out in 15 business days, and honour the signal Sec-GPC."
    ),
    "ca_ontario": (
        "Ontario: the customer may cancel within 7 days of the copy of the contract where disclosures "
        "are missing, within 30 days without a copy."
    ),
    "ca_quebec": (
        "Quebec: the customer may cancel within 7 days where information is missing, and where "
        "nothing is delivered for 30 days."
    ),
    "ca_quebec_durability": "Quebec: goods are durable in normal use for a reasonable time.",
    "ca_quebec_working_order": "Quebec: a warranty of good working order for listed goods from 2026-10-05.",
    "au_no_refund_signs": "Signs such as “no refunds” are unlawful.",
    "au_warranty_wording": "Documents of a warranty carry the wording that the regulations prescribe.",
    "jp_eight_days": (
        "An offer that shows no return terms gives the customer 8 days from the delivery, who pays "
        "for sending it back."
    ),
    "jp_notify_in_one_year": "The customer tells the seller of a fault within one year of finding it.",
    "in_never_refused": (
        "A return of defective, deficient, spurious, late or misdescribed goods may not be refused."
    ),
    "tr_send_back": "The customer sends the goods back within 10 days.",
}
