using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Telephony;

/// <summary>Lists the numbers through the account's own telephony key.</summary>
public sealed class CarrierNumberImport(IProviderKeys keys, ITelephonyProvider telephony) : INumberImport
{
    public async Task<NumberImportResult> ListAsync(AccountId account, CancellationToken cancellationToken)
    {
        try
        {
            using var lease = await keys.LeaseAsync(account, telephony.Provider, cancellationToken);
            if (lease is null)
            {
                return new NumberImportResult([], "There is no usable Telnyx key. Add or replace it under API keys.");
            }

            var numbers = await telephony.OpenControl(lease).ListNumbersAsync(cancellationToken);
            return new NumberImportResult([.. numbers.Select(number => new ImportableNumber(number.Number, number.ConnectionName))]);
        }
        catch (ProviderException trouble)
        {
            return new NumberImportResult([], ProviderTrouble.Describe(trouble));
        }
        catch (VaultLockedException)
        {
            return new NumberImportResult([], "The key vault is locked, so the Telnyx key cannot be opened. The operator has to repair the root key.");
        }
    }
}
