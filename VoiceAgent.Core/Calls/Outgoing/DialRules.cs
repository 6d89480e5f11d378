using System.Text.RegularExpressions;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Core.Calls.Outgoing;

/// <summary>
/// Which numbers an agent may call. Pure. Numbers are +E.164 of 8 to 15 digits (ITU-T E.164) and nothing shorter, so that no emergency or
/// service number can be reached; numbers that charge the caller more than a call (premium rate, shared cost, satellite) are refused by the
/// beginnings that the countries' numbering plans give them.
/// </summary>
public static partial class DialRules
{
    /// <summary>As people dial them, and behind a country code.</summary>
    private static readonly HashSet<string> Emergency = new(StringComparer.Ordinal)
    {
        "000", "08", "066", "101", "102", "103", "104", "110", "111", "112", "113", "114", "115", "117", "118", "119", "120", "122", "123", "190", "191", "192", "193",
        "199", "911", "933", "988", "991", "992", "993", "994", "995", "996", "997", "998", "999",
    };

    /// <summary>
    /// Beginnings behind the plus. International: 808 shared cost, 870 and 881 to 883 satellite and networks, 979 premium rate. Then by
    /// country. Numbers that are only dearer within a country (UK 084, DE 0180) are among them: from abroad they are not reached or not cheap.
    /// </summary>
    private static readonly string[] Costly =
    [
        "808", "870", "878", "881", "882", "883", "979", // international
        "1900", // North America
        "3090", // GR
        "3190", // NL
        "3290", // BE
        "3381", "3382", "3389", // FR
        "34803", "34806", "34807", "34901", "34902", "34905", "34907", // ES
        "351601", "351604", "351607", "351608", "35176", // PT
        "35315", // IE
        "358600", "358700", // FI
        "3690", // HU
        "39144", "39166", "39178", "39199", "39892", "39893", "39894", "39895", "39899", // IT
        "4090", // RO
        "41900", "41901", "41906", // CH
        "42090", "42190", // CZ, SK
        "4381", "4382", "43900", "43901", "43930", "43931", "43939", // AT
        "4484", "4487", "449", // GB
        "4590", // DK
        "46900", "46939", "46944", // SE
        "4782", // NO
        "4830", "4840", "4870", // PL
        "49137", "49180", "49190", "49900", // DE
        "52900", // MX
        "55300", "55900", // BR
        "6119", // AU
        "64900", // NZ
        "7809", // RU
        "81570", "81990", // JP
        "90900", // TR
        "9721900", "9721919", // IL
    ];

    /// <summary>Decides about a number as somebody typed it.</summary>
    /// <param name="text">Such as "+49 30 23125 010". National numbers are refused: nobody can tell their country.</param>
    /// <param name="ownNumbers">The account's numbers, +E.164: an agent that calls them would talk to an agent.</param>
    public static DialDecision Decide(string? text, IReadOnlyCollection<string> ownNumbers)
    {
        ArgumentNullException.ThrowIfNull(ownNumbers);
        var digits = new string([.. (text ?? string.Empty).Where(char.IsAsciiDigit)]);
        if (Emergency.Contains(digits) || (text?.TrimStart().StartsWith('+') is true && IsEmergencyAbroad(digits)))
        {
            return DialDecision.Refuse(DialRefusal.Emergency, "Emergency and service numbers are never called by an agent.");
        }

        if (!PhoneNumber.TryNormalize(text, out var number))
        {
            return DialDecision.Refuse(DialRefusal.Malformed, "Write the number with its country code, such as +12025550131.");
        }

        if (ownNumbers.Contains(number))
        {
            return DialDecision.Refuse(DialRefusal.OwnNumber, "This is a number of your own: the agent would talk to an agent.");
        }

        if (number[1] is '1' && !NorthAmericanPlan().IsMatch(number))
        {
            return DialDecision.Refuse(DialRefusal.Malformed, "There is no such number in North America: an area code and seven digits follow +1.");
        }

        return IsCostly(number)
            ? DialDecision.Refuse(DialRefusal.PremiumRate, "Premium-rate, shared-cost and satellite numbers are not called.")
            : new DialDecision(number, null, null);
    }

    private static bool IsCostly(string number)
    {
        var digits = number.AsSpan(1);
        foreach (var beginning in Costly)
        {
            if (digits.StartsWith(beginning, StringComparison.Ordinal))
            {
                return true;
            }
        }

        // 976 is a premium exchange in every area code of North America.
        return digits is ['1', _, _, _, '9', '7', '6', ..];
    }

    // +1911, +49112: a country code of one to three digits and an emergency number, and nothing else.
    private static bool IsEmergencyAbroad(string digits)
    {
        for (var country = 1; country <= 3 && country < digits.Length; country++)
        {
            if (digits.Length - country <= 3 && Emergency.Contains(digits[country..]))
            {
                return true;
            }
        }

        return false;
    }

    // NANP: NXX-NXX-XXXX, where neither the area code nor the exchange is a service code N11.
    [GeneratedRegex(@"^\+1(?![2-9]11)[2-9][0-9]{2}(?![2-9]11)[2-9][0-9]{6}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NorthAmericanPlan();
}

/// <summary>Whether a number may be called.</summary>
/// <param name="Number">+E.164 of a number that may.</param>
/// <param name="Refusal">Why not.</param>
/// <param name="Message">The same in the user's words.</param>
public sealed record DialDecision(string? Number, DialRefusal? Refusal, string? Message)
{
    internal static DialDecision Refuse(DialRefusal refusal, string message) => new(null, refusal, message);
}

/// <summary>Why a number is not called.</summary>
public enum DialRefusal
{
    /// <summary>Not a whole number with its country code.</summary>
    Malformed,

    /// <summary>An emergency or other short service number.</summary>
    Emergency,

    /// <summary>Costs more than a call.</summary>
    PremiumRate,

    /// <summary>Belongs to the account itself.</summary>
    OwnNumber,
}
